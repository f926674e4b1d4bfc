# --- Tests -------------------------------------------------------------------------------------

function Assert-HybridSuccess([object[]] $Result, [string] $TargetUri, [string[]] $Refusal = @()) {
    <# .SYNOPSIS Judges a test by its ResultType; fails with the detail, tokens masked. #>
    # One failure is expected: EWS refuses an application that has no EWS permission (403, 401), after a token was
    # issued to it. That counts only while this side is as wanted; else the refused one may be another application.
    $run = $script:HybridRun
    $results = @($Result | Where-Object { $null -ne $_ } | Select-HybridProperty -Text 'ResultType', 'Detail')
    if (@($results | ForEach-Object { $_.ResultType }) -contains 'Success') {
        Write-HybridMessage -Text "Success: $TargetUri answered with OAuth."
        return
    }
    $text = @($results | ForEach-Object { "ResultType $($_.ResultType): $($_.Detail)" }) -join ' '
    if ($text -eq '') { $text = 'the cmdlet returned nothing' }
    $run.TestFailed = $true
    Test-HybridSide
    $known = @(Find-HybridFailure -Text $text)
    if ($known.Count -gt 0 -and $known[0].Id -in $Refusal -and $run.NextCommand -eq '') {
        $run.TestFailed = $false
        $why = 'does not take calls from an application without the EWS permission, and hybrid_api is graph.'
        Write-HybridMessage -Text "Refused, as expected: a token was issued, but $TargetUri $why"
        return
    }
    throw "The test of $TargetUri did not succeed. $text"
}

function Test-HybridSide {
    <# .SYNOPSIS After a failed test: checks what can be checked on this side: Verify of the scripts of this shell. #>
    # They change nothing. The first that is not as wanted becomes the next command.
    $run = $script:HybridRun
    $mine = @($steps | Where-Object { $_[3] -and $_[2] -eq $run.Step.Context -and $_[0] -lt $run.Step.Number })
    foreach ($row in $mine) {
        $path = [System.IO.Path]::Combine($run.Root, $row[2], ('{0:00}-{1}.ps1' -f $row[0], $row[1]))
        if (-not [System.IO.File]::Exists($path)) { continue }
        $command = ".\$(Get-HybridScript -Row $row)"
        $checked = @(& $path -Action Verify -EvidencePath $run.EvidencePath 3>$null 6>$null)[-1]
        if ($checked.Result -eq 'unchanged') {
            Write-HybridMessage -Text "Checked on this side: $command is as wanted."
            continue
        }
        $said = "could not tell ($($checked.Result)); run it to see why"
        if ($checked.Result -eq 'would-change') { $said = "is not as wanted: $($checked.Changes -join '; ')" }
        Write-HybridMessage -Warning -Text "Checked on this side: $command $said."
        if ($run.NextCommand -eq '') { $run.NextCommand = "$command -WhatIf" }
    }
}
