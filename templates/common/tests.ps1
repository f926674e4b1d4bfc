# --- Tests -------------------------------------------------------------------------------------

function Assert-HybridSuccess([object[]] $Result, [string] $TargetUri, [string[]] $Refusal = @()) {
    <# .SYNOPSIS Judges a test by its ResultType; fails with the detail, tokens masked. #>
    # One failure is expected: EWS refuses an application that has no EWS permission (403, 401), after a token was
    # issued to it. That counts only while this side is as wanted; else the refused one may be another application.
    $run = $script:HybridRun
    $results = @($Result | Where-Object { $null -ne $_ })
    if (@($results | ForEach-Object { Get-HybridText -InputObject $_ -Name 'ResultType' }) -contains 'Success') {
        Write-HybridMessage -Text "Success: $TargetUri answered with OAuth."
        return
    }
    $text = @($results | ForEach-Object { "ResultType $(Get-HybridText -InputObject $_ -Name 'ResultType'): $(Get-HybridText -InputObject $_ -Name 'Detail')" }) -join ' '
    if ($text -eq '') { $text = 'the cmdlet returned nothing' }
    $run.TestFailed = $true
    Test-HybridSide
    $known = @(Find-HybridFailure -Text $text)
    if ($known.Count -gt 0 -and $known[0].Id -in $Refusal -and $run.NextCommand -eq '') {
        $run.TestFailed = $false
        Write-HybridMessage -Text "Refused, as expected: a token was issued, but $TargetUri does not take calls from an application without the EWS permission, and hybrid_api is graph."
        return
    }
    throw "The test of $TargetUri did not succeed. $text"
}

function Test-HybridSide {
    <# .SYNOPSIS After a failed test: checks what can be checked on this side: Verify of the scripts of this shell. #>
    # They change nothing. The first that is not as wanted becomes the next command.
    $own = $script:HybridRun.Step
    foreach ($row in @($steps | Where-Object { $_[5] -and $_[2] -eq $own.Context -and $_[0] -lt $own.Number })) {
        $one = Get-HybridScript -Id $row[1]
        $path = [System.IO.Path]::Combine($script:HybridRun.Root, $one.Replace('\', [System.IO.Path]::DirectorySeparatorChar))
        if (-not [System.IO.File]::Exists($path)) { continue }
        $checked = @(& $path -Action Verify -EvidencePath $script:HybridRun.EvidencePath 3>$null 6>$null)
        $result = Get-HybridText -InputObject $checked[-1] -Name 'Result'
        $command = ".\$one"
        if ($result -eq 'unchanged') { Write-HybridMessage -Text "Checked on this side: $command is as wanted."; continue }
        $said = "could not tell ($result); run it to see why"
        if ($result -eq 'would-change') { $said = "is not as wanted: $((Get-HybridList -InputObject $checked[-1] -Name 'Changes') -join '; ')" }
        Write-HybridMessage -Warning -Text "Checked on this side: $command $said."
        if ($script:HybridRun.NextCommand -eq '') { $script:HybridRun.NextCommand = "$command -WhatIf" }
    }
}
