# --- Evidence ---------------------------------------------------------------------------------
# Files are written with .NET: file cmdlets obey -WhatIf, and a trial run leaves evidence too.

function Write-HybridFile([string] $Path, [string] $Text) {
    <# .SYNOPSIS Writes a text as UTF-8 in one go: the old file stays whole until the new one is. #>
    # The right Modify is enough: permissions that cannot be carried over are let be. What holds the file for a
    # moment (a scanner, a copy) is waited for.
    for ($attempt = 1; $true; $attempt++) {
        try {
            [void] [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($Path))
            [System.IO.File]::WriteAllText("$Path.new", $Text, [System.Text.UTF8Encoding]::new($false))
            if (-not [System.IO.File]::Exists($Path)) { [System.IO.File]::Move("$Path.new", $Path) }
            else { [System.IO.File]::Replace("$Path.new", $Path, [System.Management.Automation.Language.NullString]::Value, $true) }
            return
        } catch {
            if ($attempt -lt 5) { Start-Sleep -Seconds $attempt; continue }
            $reason = 'The file {0} cannot be written; this is no error of Exchange or of the cloud. Nothing may hold it, and your account needs the right Modify there. {1}' -f $Path, (Get-HybridErrorText -ErrorRecord $_)
            throw [System.Management.Automation.ErrorRecord]::new([System.IO.IOException]::new($reason), 'HybridFile', 'WriteError', $Path)
        }
    }
}

function ConvertTo-HybridJson([object] $InputObject) {
    <# .SYNOPSIS An object as JSON text that ends in a line break. #>
    return (ConvertTo-Json -InputObject $InputObject -Depth 12) + "`r`n"
}

function Read-HybridJson([string] $Path) {
    <# .SYNOPSIS Reads a JSON file; stops the step when it is damaged. Null when there is none. #>
    if (-not [System.IO.File]::Exists($Path)) { return $null }
    try {
        return (ConvertFrom-Json -InputObject ([System.IO.File]::ReadAllText($Path)) -ErrorAction Stop)
    } catch {
        $script:HybridRun.Unreadable = $Path
        Stop-HybridStep -Reason "The file $Path cannot be read as JSON ($($_.Exception.Message)). Restore it from a backup, or move it away if it is not needed."
    }
}

function Test-HybridSameJson([object] $Left, [object] $Right) {
    <# .SYNOPSIS Tells whether two JSON texts hold the same: the two PowerShells write them differently. #>
    $texts = @(foreach ($text in "$Left", "$Right") {
            try { ConvertTo-Json -InputObject (ConvertFrom-Json -InputObject $text -ErrorAction Stop) -Depth 12 } catch { $text }
        })
    return (($null -eq $Left) -eq ($null -eq $Right) -and $texts[0] -ceq $texts[1])
}

function Get-HybridEvidenceFile([string] $Action, [switch] $Trial) {
    <# .SYNOPSIS The path of an evidence file of this step, for an action. #>
    $step = $script:HybridRun.Step
    $name = '{0:00}-{1}' -f $step.Number, $step.Id
    # Collecting is one step of three shells, each with its own evidence.
    if ($step.Number -eq 0) { $name = "$name-$($step.Context)" }
    $name = "$name.$($Action.ToLowerInvariant())"
    if ($Trial) { $name = "$name.whatif" }
    return [System.IO.Path]::Combine($script:HybridRun.EvidencePath, "$name.json")
}

function Get-HybridOwnChange {
    <# .SYNOPSIS The changes of this run, not those of earlier ones in the record. A trial made none, but names them. #>
    $run = $script:HybridRun
    $run.Changes | Where-Object { -not (Test-HybridProperty -InputObject $_ -Name 'done') -or (Get-HybridText -InputObject $_ -Name 'at') -ge $run.Started }
}

function Save-HybridEvidence([string] $Result, [switch] $Own) {
    <# .SYNOPSIS Writes the evidence of this step as it stands; with Own, that of this run alone to its own file. #>
    $run = $script:HybridRun
    $file = $run.EvidenceFile
    $changes = $run.Changes.ToArray()
    if ($Own) {
        $time = [datetime]::UtcNow.ToString("yyyyMMdd'T'HHmmssfff'Z'", [cultureinfo]::InvariantCulture)
        $name = [System.IO.Path]::GetFileNameWithoutExtension($file)
        $file = [System.IO.Path]::Combine($run.EvidencePath, 'runs', "$time-$name-$(Get-HybridLocalName).json")
        $changes = @(Get-HybridOwnChange)
    }
    $evidence = [ordered] @{
        format_version = 1; step = $run.Step.Id; number = $run.Step.Number; context = $run.Step.Context
        tenant_id = $run.Organization.TenantId; initial_domain = $run.Organization.InitialDomain
        action = $run.Action.ToLowerInvariant(); what_if = $run.WhatIf; result = $Result
        started = $run.Started; finished = Format-HybridMoment
        computer = Get-HybridLocalName; user = [System.Environment]::UserName; approval = $run.Approval
        changes = [object[]] $changes; findings = [object[]] $run.Findings.ToArray()
        messages = [object[]] $run.Messages.ToArray(); diagnosis = [object[]] $run.Diagnosis.ToArray()
    }
    Write-HybridFile -Path $file -Text (ConvertTo-HybridJson -InputObject $evidence)
    return $file
}
