# --- What was switched off ----------------------------------------------------------------------

function Assert-HybridRetired([string[]] $After) {
    <# .SYNOPSIS Stops unless the evidence shows that the callers were switched off by the steps before. #>
    foreach ($row in @($steps | Where-Object { $After -contains $_[1] })) {
        $record = [System.IO.Path]::Combine($script:HybridRun.EvidencePath, ('{0:00}-{1}.apply.json' -f $row[0], $row[1]))
        $wanted = @{
            step = $row[1]; action = 'apply'; what_if = 'False'
            tenant_id = $organization.TenantId; initial_domain = $organization.InitialDomain
        }
        $is = Select-HybridProperty -InputObject (Read-HybridJson -Path $record) -Text (@($wanted.Keys) + 'result')
        $other = @($wanted.Keys | Where-Object { $is.$_ -notin @('', $wanted[$_]) })
        if ($other.Count -eq 0 -and $is.result -in @('unchanged', 'changed')) { continue }
        Stop-HybridStep -Reason "There is no evidence that $(Get-HybridScript -Row $row) was done: $record is missing or does not end in success. Callers are switched off first, so that no call goes nowhere. Run it, copy the bundle folder with evidence to this machine, and run this script again."
    }
    Write-HybridMessage -Text 'Evidence of the steps before: the callers are switched off.'
}
