# --- The approval -------------------------------------------------------------------------------

function Assert-HybridApproval {
    <# .SYNOPSIS Warns when this bundle is not the approved one; stops what would change something where it must be. #>
    # Without approval.json nobody approves bundles here, unless the config requires it. Whose approval it is, and its
    # signature, is for hybrid-oauth verify --approved to say.
    $run = $script:HybridRun
    $required = $run.Organization.ContainsKey('RequireApproval')
    $approval = Read-HybridJson -Path ([System.IO.Path]::Combine($run.Root, 'approval.json'))
    if ($null -eq $approval -and -not $required) { return }
    $reason = 'it has no approval.json'
    if ($null -ne $approval) {
        $found = $run.Approval = [ordered] @{ fits = $false }
        foreach ($name in 'reference', 'by', 'manifest_sha256') {
            $found[$name] = Protect-HybridText -Text (Get-HybridText -InputObject $approval -Name $name)
        }
        $said = "$($found.reference), by $($found.by)"
        $reason = "its manifest.json is not the one that was approved ($said)"
        $path = [System.IO.Path]::Combine($run.Root, 'Test-Bundle.ps1')
        $manifest = [System.IO.Path]::Combine($run.Root, 'manifest.json')
        if ((Get-FileHash -LiteralPath $manifest -Algorithm SHA256).Hash -eq $found.manifest_sha256) {
            $altered = & $path 3>$null 6>$null | Where-Object { $_.Signature -ne 'Valid' } | ForEach-Object { $_.Path }
            $found.fits = ($LASTEXITCODE -eq 0)
            $reason = "files differ from what was approved ($said): $($altered -join ', ')"
        }
        if ($found.fits) { Write-HybridMessage -Text "Approved: $said."; return }
    }
    $text = "This bundle is not approved: $reason. Get the approved one, or have this one approved."
    $changes = $run.Step.CanChange -and $run.Action -ne 'Verify' -and -not $run.WhatIf
    if ($required -and $changes) { Stop-HybridStep -Reason $text }
    Write-HybridMessage -Warning -Text $text
}
