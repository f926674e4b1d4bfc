# --- What a record may say -----------------------------------------------------------------------
# Records are files that any hand can write. Nothing of one reaches a service but what its step could have written,
# on objects that its step is about.

function Assert-HybridRecord([object] $File, [string] $Path) {
    <# .SYNOPSIS Stops unless a file is the record of this step, of this organisation, as this step writes it. #>
    $run = $script:HybridRun
    $wanted = [ordered] @{
        step = $run.Step.Id; context = $run.Step.Context; action = 'apply'; what_if = 'False'
        tenant_id = $run.Organization.TenantId; initial_domain = $run.Organization.InitialDomain
    }
    $is = Select-HybridProperty -InputObject $File -Text @($wanted.Keys)
    # What this bundle or an older one does not say cannot differ.
    $odd = @($wanted.Keys | Where-Object { $is.$_ -ne $wanted[$_] -and ($_ -eq 'step' -or '' -notin $is.$_, $wanted[$_]) })
    $reasons = @($odd | ForEach-Object { 'its {0} is "{1}", not "{2}"' -f $_, $is.$_, $wanted[$_] })
    if (-not (Test-HybridProperty -InputObject $File -Name 'changes')) { $reasons += 'it has no list of changes' }
    foreach ($entry in @(Get-HybridItem -InputObject $File -Name 'changes')) {
        foreach ($name in 'kind', 'key', 'property', 'before', 'after') {
            $value = Get-HybridProperty -InputObject $entry -Name $name
            $there = ($value -is [string] -and $value -ne '')
            if ($name -in 'before', 'after') { $there = Test-HybridProperty -InputObject $entry -Name $name }
            if (-not $there) { $reasons += "a change in it has no $name" }
        }
    }
    if ($reasons.Count -eq 0) { return }
    $run.Unreadable = $Path
    Stop-HybridStep -Reason "The evidence $Path is not the record of this step of this organisation: $($reasons[0]). Bring back the right one; find out who wrote this."
}

function Test-HybridOwnName([hashtable] $Resource, [string] $Name) {
    <# .SYNOPSIS Tells whether this step could have made an object of that name. #>
    if (-not $Resource.ContainsKey('Name')) { return $false }
    # Version 0.1.0 gave the AuthServers the documented names with every method.
    $former = @{ AuthServer = @('WindowsAzureACS', 'evoSTS') }[$Resource.Kind]
    return ($Name -in @($Resource.Name, "$($Resource.Name) - $($script:HybridRun.Organization.InitialDomain)") + $former)
}

function Test-HybridFormer([string] $Text) {
    <# .SYNOPSIS Tells whether a text of a record may stand in a property again. #>
    # A word or an id may, and a name or URL of this organisation or of Exchange Online.
    $organization = $script:HybridRun.Organization
    if ($Text -match '^[A-Za-z0-9-]*$') { return $true }
    $forms = $organization.AcsMetadataUrls + $organization.EvoStsMetadataUrls
    if (Test-HybridTenantUrl -Url $Text -Form $forms -Tenant ($organization.TenantNames + $organization.SmtpDomains)) { return $true }
    # The application of a federated organisation is named like a domain.
    if ($Text -match '^[A-Za-z0-9.-]+$') { $Text = 'https://{0}/' -f $Text }
    $known = $organization.SmtpDomains + $organization.Hosts + $organization.ServiceDomains
    return ($Text -like 'https://*' -and $Text -notmatch '[@\s\\]' -and (Test-HybridHostBelow -Url $Text -Domain $known))
}
