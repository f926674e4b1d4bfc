# --- The approval -------------------------------------------------------------------------------

function Assert-HybridApproval {
    <# .SYNOPSIS Warns when this bundle is not the approved one. Where an approval is required, stops what would change something. #>
    # Without approval.json nobody approves bundles here, unless the config requires it. Whose approval it is, and its
    # signature, is for hybrid-oauth verify --approved to say.
    [CmdletBinding()] param()
    $run = $script:HybridRun
    $required = $run.Organization.ContainsKey('RequireApproval')
    $approval = Read-HybridJson -Path ([System.IO.Path]::Combine($run.Root, 'approval.json'))
    if ($null -eq $approval -and -not $required) { return }
    $reason = 'it has no approval.json'
    if ($null -ne $approval) {
        $run.Approval = [ordered] @{ fits = $false }
        foreach ($name in 'reference', 'by', 'manifest_sha256') { $run.Approval[$name] = Protect-HybridText -Text (Get-HybridText -InputObject $approval -Name $name) }
        $said = '{0}, by {1}' -f $run.Approval.reference, $run.Approval.by
        $reason = 'its manifest.json is not the one that was approved ({0})' -f $said
        $digest = (Get-FileHash -LiteralPath ([System.IO.Path]::Combine($run.Root, 'manifest.json')) -Algorithm SHA256).Hash
        if ($digest -eq $run.Approval.manifest_sha256) {
            $path = [System.IO.Path]::Combine($run.Root, 'Test-Bundle.ps1')
            $altered = @(& $path 3>$null 6>$null | Where-Object -FilterScript { $_.Signature -ne 'Valid' })
            $run.Approval.fits = ($LASTEXITCODE -eq 0)
            $reason = 'files differ from what was approved ({0}): {1}' -f $said, (@($altered | ForEach-Object -Process { $_.Path }) -join ', ')
        }
        if ($run.Approval.fits) { Write-HybridMessage -Text ('Approved: {0}.' -f $said); return }
    }
    $text = 'This bundle is not approved: {0}. Get the approved one, or have this one approved.' -f $reason
    if ($required -and $run.Step.CanChange -and $run.Action -ne 'Verify' -and -not $run.WhatIf) { Stop-HybridStep -Reason ('{0} Nothing was changed.' -f $text) }
    Write-HybridMessage -Warning -Text $text
}
