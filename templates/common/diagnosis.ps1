# --- What failed, and why ---------------------------------------------------------------------

function Get-HybridFailureTable {
    <# .SYNOPSIS The failures this bundle knows, the most specific first; read when something failed. #>
    $run = $script:HybridRun
    if ($null -eq $run.Failures) { $run.Failures = @(& ([System.IO.Path]::Combine($run.Root, 'failures.ps1'))) }
    return $run.Failures
}

function Add-HybridDiagnosis([string] $Id) {
    <# .SYNOPSIS Notes a failure id for the evidence, once. #>
    if (-not $script:HybridRun.Diagnosis.Contains($Id)) { $script:HybridRun.Diagnosis.Add($Id) }
}

function Test-HybridPattern([string] $Text, [string[]] $Pattern) {
    <# .SYNOPSIS Tells whether a text matches any of some patterns. #>
    foreach ($one in $Pattern) { if ([regex]::IsMatch($Text, $one, 'IgnoreCase, CultureInvariant')) { return $true } }
    return $false
}

function Find-HybridFailure([string] $Text) {
    <# .SYNOPSIS The failures a text shows, the likeliest first: those of this step's direction before the others. #>
    # A bare HTTP status counts only where no failure is recognised by something of its own.
    $direction = $script:HybridRun.Step.Direction
    foreach ($by in 'Patterns', 'Generic') {
        $found = @(Get-HybridFailureTable | Where-Object { Test-HybridPattern -Text $Text -Pattern $_.$by })
        if ($found.Count -gt 0) { break }
    }
    foreach ($mine in $true, $false) { $found | Where-Object { ($_.Marks -contains $direction) -eq $mine } }
}

function Write-HybridFailure([System.Management.Automation.ErrorRecord] $ErrorRecord) {
    <# .SYNOPSIS Says what failed, what was done until then, and the likely causes in order, with what mends each. #>
    $run = $script:HybridRun
    $text = Get-HybridErrorText -ErrorRecord $ErrorRecord
    Write-HybridMessage -Warning -Text "Failed: $text"
    Write-Verbose -Message (Protect-HybridText -Text "$($ErrorRecord.ScriptStackTrace)")
    # What a test was answered is not what this session may do.
    if ((Get-HybridFailureClass -ErrorRecord $ErrorRecord) -eq 'denied' -and -not $run.TestFailed) {
        Write-HybridMessage -Text "Access was denied. This step needs the role $($run.Step.Role); sign in with it."
    }
    if ($run.Changed -gt 0) { Write-HybridMessage -Text (Get-HybridMade) }
    $found = @(Find-HybridFailure -Text $text)
    if ($found.Count -eq 0) { Write-HybridMessage -Text 'This is no known failure. The whole text is in the evidence.' }
    foreach ($failure in $found) { Add-HybridDiagnosis -Id $failure.Id }
    foreach ($failure in @($found | Select-Object -First 3)) {
        Write-HybridMessage -Text "Recognised: $($failure.Title) ($($failure.Id)). Likely causes, in order:"
        $number = 0
        foreach ($cause in $failure.Causes) {
            $number++
            Write-HybridMessage -Text "  $number. $cause"
            # A test names the script that mends the likeliest cause; other steps are run again themselves.
            if (-not $run.Step.IsTest -or $run.NextCommand -ne '') { continue }
            $step = [regex]::Match($cause, '(?<=\[step ).+(?=\]$)').Value
            $mends = $steps | Where-Object { $_[3] -and $_[1] -eq $step } | Select-Object -Last 1
            if ($null -ne $mends) { $run.NextCommand = ".\$(Get-HybridScript -Row $mends) -WhatIf" }
        }
    }
}
