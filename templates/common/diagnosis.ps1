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

function Write-HybridDiagnosis([string] $Text) {
    <# .SYNOPSIS Names the likely causes of a failure, in order, and what mends each. #>
    $run = $script:HybridRun
    $found = @(Find-HybridFailure -Text $Text)
    foreach ($failure in $found) { Add-HybridDiagnosis -Id $failure.Id }
    if ($found.Count -eq 0) { Write-HybridMessage -Text 'No known failure was recognised. The whole text is in the evidence.' }
    foreach ($failure in @($found | Select-Object -First 3)) {
        Write-HybridMessage -Text "Recognised: $($failure.Title) ($($failure.Id)). Likely causes, in order:"
        $number = 0
        foreach ($cause in $failure.Causes) {
            $number++
            Write-HybridMessage -Text "  $number. $cause"
            # A test names the script that mends the likeliest cause; other steps are run again themselves.
            $step = [regex]::Match($cause, '(?<=\[step ).+(?=\]$)').Value
            if ($run.NextCommand -eq '' -and $run.Step.Scripts.Contains($step)) { $run.NextCommand = ".\$($run.Step.Scripts[$step]) -WhatIf" }
        }
    }
}
