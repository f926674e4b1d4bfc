# --- Tests -------------------------------------------------------------------------------------

function Assert-HybridSuccess {
    <# .SYNOPSIS Judges a test by its ResultType; fails with the detail, tokens masked. #>
    # One failure is expected: EWS refuses an application that has no EWS permission (403, 401), after a token was
    # issued to it. That counts only while this side is as wanted; else the refused one may be another application.
    [CmdletBinding()] param([object[]] $Result, [string] $TargetUri, [string[]] $Refusal = @())
    $texts = @()
    foreach ($item in @($Result | Where-Object -FilterScript { $null -ne $_ })) {
        $type = Get-HybridText -InputObject $item -Name 'ResultType'
        if ($type -eq 'Success') {
            Write-HybridMessage -Text ('Success: {0} answered with OAuth.' -f $TargetUri)
            return
        }
        $texts += 'ResultType {0}: {1}' -f $type, (Get-HybridText -InputObject $item -Name 'Detail')
    }
    if ($texts.Count -eq 0) { $texts = @('the cmdlet returned nothing') }
    $script:HybridRun.TestFailed = $true
    Test-HybridSide
    $known = @(Find-HybridFailure -Text ($texts -join ' '))
    if ($known.Count -gt 0 -and $known[0].Id -in $Refusal -and $script:HybridRun.NextCommand -eq '') {
        $script:HybridRun.TestFailed = $false
        Write-HybridMessage -Text ('Refused, as expected: a token was issued, but {0} does not take calls from an application without the EWS permission, and hybrid_api is graph.' -f $TargetUri)
        return
    }
    throw ('The test of {0} did not succeed. {1}' -f $TargetUri, ($texts -join ' '))
}

function Test-HybridSide {
    <# .SYNOPSIS After a failed test: checks what can be checked on this side, with -Action Verify of the scripts of this shell. #>
    # They change nothing. The first that is not as wanted becomes the next command.
    [CmdletBinding()] param()
    $own = $script:HybridRun.Step
    foreach ($row in @($steps | Where-Object -FilterScript { $_[5] -and $_[2] -eq $own.Context -and $_[0] -lt $own.Number })) {
        $one = Get-HybridScript -Id $row[1]
        $path = [System.IO.Path]::Combine($script:HybridRun.Root, $one.Replace('\', [System.IO.Path]::DirectorySeparatorChar))
        if (-not [System.IO.File]::Exists($path)) { continue }
        $checked = @(& $path -Action Verify -EvidencePath $script:HybridRun.EvidencePath 3>$null 6>$null)
        $result = Get-HybridText -InputObject $checked[-1] -Name 'Result'
        $command = '.\{0}' -f $one
        if ($result -eq 'unchanged') {
            Write-HybridMessage -Text ('Checked on this side: {0} is as wanted.' -f $command)
            continue
        }
        if ($result -eq 'would-change') {
            Write-HybridMessage -Warning -Text ('Checked on this side: {0} is not as wanted: {1}.' -f $command, ((Get-HybridList -InputObject $checked[-1] -Name 'Changes') -join '; '))
        } else {
            Write-HybridMessage -Warning -Text ('Checked on this side: {0} could not tell ({1}); run it to see why.' -f $command, $result)
        }
        if ($script:HybridRun.NextCommand -eq '') { $script:HybridRun.NextCommand = '{0} -WhatIf' -f $command }
    }
}
