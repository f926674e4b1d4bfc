# --- The approval -------------------------------------------------------------------------------

function Assert-HybridApproval {
    <# .SYNOPSIS Warns when this bundle is not the approved one; stops what would change something where it must be. #>
    # Without approval.json nobody approves here, unless the config says so. Signatures: hybrid-oauth verify --approved.
    $run = $script:HybridRun
    $required = $organization.ContainsKey('RequireApproval')
    $approval = Read-HybridJson -Path "$($run.Root)/approval.json"
    if ($null -eq $approval -and -not $required) { return }
    $reason = 'it has no approval.json'
    if ($null -ne $approval) {
        $found = $run.Approval = [ordered] @{ fits = $false }
        foreach ($name in 'reference', 'by', 'manifest_sha256') {
            $found[$name] = Protect-HybridText -Text (Get-HybridText -InputObject $approval -Name $name)
        }
        $said = "$($found.reference), by $($found.by)"
        $reason = "its manifest.json is not the one that was approved ($said)"
        $manifest = Get-FileHash -LiteralPath "$($run.Root)/manifest.json" -Algorithm SHA256
        if ($manifest.Hash -eq $found.manifest_sha256) {
            $path = [System.IO.Path]::Combine($run.Root, 'Test-Bundle.ps1')
            $altered = & $path 3>$null 6>$null | Where-Object { $_.Signature -ne 'Valid' } | ForEach-Object { $_.Path }
            $found.fits = ($LASTEXITCODE -eq 0)
            $reason = "files differ from what was approved ($said): $($altered -join ', ')"
        }
        if ($found.fits) { Write-HybridMessage -Text "Approved: $said."; return }
    }
    $text = "This bundle is not approved: $reason. Get the approved one, or have this one approved."
    if ($required -and $run.Step.CanChange -and -not $run.Trial) { Stop-HybridStep -Reason $text }
    Write-HybridMessage -Warning -Text $text
}
