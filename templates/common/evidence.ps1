# --- Evidence ---------------------------------------------------------------------------------
# Files are written with .NET: file cmdlets obey -WhatIf, and a trial run leaves evidence too.

function Write-HybridFile([string] $Path, [string] $Text) {
    <# .SYNOPSIS Writes a text as UTF-8 in one go: the old file stays whole until the new one is. #>
    # Permissions that cannot be carried over are let be. What holds the file for a moment (a scanner) is waited for.
    for ($attempt = 1; $true; $attempt++) {
        try {
            [void] [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($Path))
            [System.IO.File]::WriteAllText("$Path.new", $Text, [System.Text.UTF8Encoding]::new($false))
            if (-not [System.IO.File]::Exists($Path)) { [System.IO.File]::Move("$Path.new", $Path) }
            else { [System.IO.File]::Replace("$Path.new", $Path, [nullstring]::Value, $true) }
            return
        } catch {
            if ($attempt -lt 5) { Start-Sleep -Seconds $attempt; continue }
            $said = "$Path cannot be written: $(Get-HybridErrorText -ErrorRecord $_) Nothing may hold it, and your"
            $fault = [System.IO.IOException] "$said account needs the right Modify there. Exchange has no part in it."
            throw [System.Management.Automation.ErrorRecord]::new($fault, 'HybridFile', 'WriteError', $Path)
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
    try { return (ConvertFrom-Json -InputObject ([System.IO.File]::ReadAllText($Path))) } catch { $said = "$_" }
    $script:HybridRun.Unreadable = $Path
    Stop-HybridStep -Reason "$Path cannot be read as JSON: $said Restore it, or move it away."
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
        $changes = @($changes | Select-Object -Skip $run.Earlier)
    }
    $evidence = [ordered] @{
        format_version = 1; step = $run.Step.Id; number = $run.Step.Number; context = $run.Step.Context
        tenant_id = $run.Organization.TenantId; initial_domain = $run.Organization.InitialDomain
        action = $run.Action.ToLowerInvariant(); what_if = $run.WhatIf; result = $Result
        started = $run.Started; finished = Format-HybridMoment; computer = Get-HybridLocalName
        user = [System.Environment]::UserName; approval = $run.Approval; changes = $changes
        findings = $run.Findings.ToArray(); messages = $run.Messages.ToArray(); diagnosis = $run.Diagnosis.ToArray()
    }
    Write-HybridFile -Path $file -Text (ConvertTo-HybridJson -InputObject $evidence)
    return $file
}
