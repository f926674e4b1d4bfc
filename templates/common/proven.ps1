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
    $reason = ''
    $is = Select-HybridProperty -InputObject $File -Text @($wanted.Keys)
    foreach ($name in $wanted.Keys) {
        # What this bundle or an older one does not say cannot differ.
        if ($is.$name -eq $wanted[$name] -or ($name -ne 'step' -and '' -in @($is.$name, $wanted[$name]))) { continue }
        $reason = 'its {0} is "{1}", not "{2}"' -f $name, $is.$name, $wanted[$name]
    }
    if (-not (Test-HybridProperty -InputObject $File -Name 'changes')) { $reason = 'it has no list of changes' }
    foreach ($entry in @(Get-HybridItem -InputObject $File -Name 'changes')) {
        foreach ($name in 'kind', 'key', 'property', 'before', 'after') {
            $value = Get-HybridProperty -InputObject $entry -Name $name
            $odd = $name -notin @('before', 'after') -and ($value -isnot [string] -or $value -eq '')
            if ($odd -or -not (Test-HybridProperty -InputObject $entry -Name $name)) { $reason = "a change in it has no $name" }
        }
    }
    if ($reason -eq '') { return }
    $run.Unreadable = $Path
    Stop-HybridStep -Reason "The evidence $Path is not the record of this step of this organisation: $reason. Bring back the right one; find out who wrote this."
}

function Test-HybridOwnName([hashtable] $Resource, [string] $Name) {
    <# .SYNOPSIS Tells whether this step could have made an object of that name. #>
    if (-not $Resource.ContainsKey('Name')) { return $false }
    # Version 0.1.0 gave the AuthServers the documented names with every method.
    $former = @{ AuthServer = @('WindowsAzureACS', 'evoSTS') }[$Resource.Kind]
    return ($Name -in @($Resource.Name, "$($Resource.Name) - $($script:HybridRun.Organization.InitialDomain)") + $former)
}

function Test-HybridFormer([string] $Text) {
    <# .SYNOPSIS Tells whether a text of a record may stand in a property again: a word, an id, or a name or URL of this organisation or of Exchange Online. #>
    $organization = $script:HybridRun.Organization
    if ($Text -match '^[A-Za-z0-9-]*$') { return $true }
    $forms = $organization.AcsMetadataUrls + $organization.EvoStsMetadataUrls
    if (Test-HybridTenantUrl -Url $Text -Form $forms -Tenant ($organization.TenantNames + $organization.SmtpDomains)) { return $true }
    # The application of a federated organisation is named like a domain.
    if ($Text -match '^[A-Za-z0-9.-]+$') { $Text = 'https://{0}/' -f $Text }
    $known = $Text -like 'https://*' -and $Text -notmatch '[@\s\\]'
    return ($known -and (Test-HybridHostBelow -Url $Text -Domain ($organization.SmtpDomains + $organization.Hosts + $organization.ServiceDomains)))
}
