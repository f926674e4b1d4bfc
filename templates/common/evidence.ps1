# --- Evidence ---------------------------------------------------------------------------------
# Files are written with .NET: file cmdlets obey -WhatIf, and a trial run leaves evidence too.

function Get-HybridTimestamp {
    <# .SYNOPSIS The present moment in UTC as JSON writes it, whatever the culture's calendar. #>
    [CmdletBinding()] param()
    return [datetime]::UtcNow.ToString("yyyy-MM-dd'T'HH':'mm':'ss'Z'", [System.Globalization.CultureInfo]::InvariantCulture)
}

function Write-HybridFile {
    <# .SYNOPSIS Writes a text as UTF-8 in one go: the old file stays whole until the new one is. #>
    # The right Modify is enough: permissions that cannot be carried over are let be. What holds the file for a
    # moment (a scanner, a copy) is waited for.
    [CmdletBinding()] param([string] $Path, [string] $Text)
    for ($attempt = 1; $true; $attempt++) {
        try {
            [void] [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($Path))
            [System.IO.File]::WriteAllText("$Path.new", $Text, [System.Text.UTF8Encoding]::new($false))
            if ([System.IO.File]::Exists($Path)) {
                [System.IO.File]::Replace("$Path.new", $Path, [System.Management.Automation.Language.NullString]::Value, $true)
            } else {
                [System.IO.File]::Move("$Path.new", $Path)
            }
            return
        } catch {
            if ($attempt -lt 5) { Start-Sleep -Seconds $attempt; continue }
            $text = 'The file {0} cannot be written: {1} This is no error of Exchange or of the cloud: your account needs the right Modify there, and nothing may hold the file.' -f $Path, (Get-HybridErrorText -ErrorRecord $_)
            throw [System.Management.Automation.ErrorRecord]::new([System.IO.IOException]::new($text), 'HybridFile', [System.Management.Automation.ErrorCategory]::WriteError, $Path)
        }
    }
}

function ConvertTo-HybridJson {
    <# .SYNOPSIS An object as JSON text that ends in a line break. #>
    [CmdletBinding()] param([object] $InputObject)
    return (ConvertTo-Json -InputObject $InputObject -Depth 12) + "`r`n"
}

function Read-HybridJson {
    <# .SYNOPSIS Reads a JSON file; stops the step when it is damaged. Null when there is none. #>
    [CmdletBinding()] param([string] $Path)
    if (-not [System.IO.File]::Exists($Path)) { return $null }
    try {
        return (ConvertFrom-Json -InputObject ([System.IO.File]::ReadAllText($Path)) -ErrorAction Stop)
    } catch {
        $script:HybridRun.Unreadable = $Path
        Stop-HybridStep -Reason ('The file {0} cannot be read as JSON ({1}). Restore it from a backup, or move it away if it is not needed.' -f $Path, $_.Exception.Message)
    }
}

function Get-HybridEvidenceFile {
    <# .SYNOPSIS The path of an evidence file of this step, for an action. #>
    [CmdletBinding()] param([string] $Action, [switch] $Trial)
    $step = $script:HybridRun.Step
    $id = $step.Id
    # Collecting is one step of three shells, each with its own evidence.
    if ($step.Number -eq 0) { $id = '{0}-{1}' -f $id, $step.Context }
    $name = '{0:00}-{1}.{2}' -f $step.Number, $id, $Action.ToLowerInvariant()
    if ($Trial) { $name = $name + '.whatif' }
    return [System.IO.Path]::Combine($script:HybridRun.EvidencePath, $name + '.json')
}

function Get-HybridRunFile {
    <# .SYNOPSIS The path of a file for this run alone: evidence/runs/<UTC time>-NN-<id>.<action>-<computer>.json. #>
    [CmdletBinding()] param()
    $culture = [System.Globalization.CultureInfo]::InvariantCulture
    $time = [datetime]::UtcNow.ToString("yyyyMMdd'T'HHmmssfff'Z'", $culture)
    $name = [System.IO.Path]::GetFileNameWithoutExtension($script:HybridRun.EvidenceFile)
    $file = '{0}-{1}-{2}.json' -f $time, $name, (Get-HybridLocalName)
    return [System.IO.Path]::Combine($script:HybridRun.EvidencePath, 'runs', $file)
}

function Test-HybridSameJson {
    <# .SYNOPSIS Tells whether two JSON texts hold the same: Windows PowerShell and PowerShell 7 write them differently. #>
    [CmdletBinding()] param([object] $Left, [object] $Right)
    if ($null -eq $Left -or $null -eq $Right) { return ($null -eq $Left -and $null -eq $Right) }
    if ("$Left" -ceq "$Right") { return $true }
    try {
        $texts = @("$Left", "$Right" | ForEach-Object -Process { ConvertTo-Json -InputObject (ConvertFrom-Json -InputObject $_) -Depth 12 -Compress })
    } catch {
        return $false
    }
    return ($texts[0] -ceq $texts[1])
}

function Get-HybridOwnChange {
    <# .SYNOPSIS The changes of this run; the record has those of earlier ones too. A trial made none, but names them. #>
    [CmdletBinding()] param()
    $run = $script:HybridRun
    @($run.Changes | Where-Object -FilterScript { -not (Test-HybridProperty -InputObject $_ -Name 'done') -or (Get-HybridText -InputObject $_ -Name 'at') -ge $run.Started })
}

function Save-HybridEvidence {
    <# .SYNOPSIS Writes the evidence of this step as it stands; with Own, that of this run alone, to a file of its own. #>
    [CmdletBinding()] param([string] $Result, [switch] $Own)
    $run = $script:HybridRun
    $file = $run.EvidenceFile
    $changes = $run.Changes.ToArray()
    if ($Own) { $file = Get-HybridRunFile; $changes = @(Get-HybridOwnChange) }
    $evidence = [ordered] @{
        format_version = 1
        step           = $run.Step.Id
        number         = $run.Step.Number
        context        = $run.Step.Context
        tenant_id      = $run.Organization.TenantId
        initial_domain = $run.Organization.InitialDomain
        action         = $run.Action.ToLowerInvariant()
        what_if        = $run.WhatIf
        result         = $Result
        started        = $run.Started
        finished       = Get-HybridTimestamp
        computer       = Get-HybridLocalName
        user           = [System.Environment]::UserName
        approval       = $run.Approval
        changes        = [object[]] $changes
        findings       = [object[]] $run.Findings.ToArray()
        messages       = [object[]] $run.Messages.ToArray()
        diagnosis      = [object[]] $run.Diagnosis.ToArray()
    }
    Write-HybridFile -Path $file -Text (ConvertTo-HybridJson -InputObject $evidence)
    return $file
}
