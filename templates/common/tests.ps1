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
    $run.TestFailed = $true
    Test-HybridSide
    $known = Find-HybridFailure -Text $text | Select-Object -First 1
    if ($null -eq $known -or $known.Id -notin $Refusal -or $run.NextCommand -ne '') {
        throw "The test of $TargetUri did not succeed. $(@($text, 'the cmdlet returned nothing' -ne '')[0])"
    }
    $run.TestFailed = $false
    $why = 'does not take calls from an application without the EWS permission, and hybrid_api is graph.'
    Write-HybridMessage -Text "Refused, as expected: a token was issued, but $TargetUri $why"
}

function Test-HybridSide {
    <# .SYNOPSIS After a failed test: checks what can be checked on this side: Verify of the scripts of this shell. #>
    # They change nothing. The first that is not as wanted becomes the next command.
    $run = $script:HybridRun
    $mine = @($steps | Where-Object { $_[3] -and $_[2] -eq $run.Step.Context -and $_[0] -lt $run.Step.Number })
    foreach ($file in @($mine | ForEach-Object { Get-HybridScript -Row $_ })) {
        $path = [System.IO.Path]::Combine([string[]] (@($run.Root) + $file.Split('\')))
        if (-not [System.IO.File]::Exists($path)) { continue }
        $is = @(& $path -Action Verify -EvidencePath $run.EvidencePath 3>$null 6>$null)[-1]
        $good = $is.Result -eq 'unchanged'
        $said = @{ $true = 'is as wanted'; $false = "could not tell ($($is.Result)); run it to see why" }[$good]
        if ($is.Result -eq 'would-change') { $said = "is not as wanted: $($is.Changes -join '; ')" }
        Write-HybridMessage -Warning:(-not $good) -Text "Checked on this side: .\$file $said."
        if (-not $good -and $run.NextCommand -eq '') { $run.NextCommand = ".\$file -WhatIf" }
    }
}
