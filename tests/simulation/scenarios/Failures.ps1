# One way to each failure that a state can have: from everything in place, the one cause that the failure table names.

$script:Failures = [ordered]@{
    'forbidden-403' = { param($State, $Certificates, $Method)
        $State['tenant']['exchange']['sharedPrincipalBlocked'] = $true
        foreach ($name in @($State['onPremises']['servers'].Keys)) { $State['onPremises']['servers'][$name]['activeOverrides'] = @() } }
    'unauthorized-401' = { param($State, $Certificates, $Method) @($State['onPremises']['objects']['PartnerApplication'])[0]['Enabled'] = $false }
    'aadsts700027' = { param($State, $Certificates, $Method) foreach ($application in @($State['tenant']['applications'])) { $application['keyCredentials'] = @() } }
    'aadsts50012' = { param($State, $Certificates, $Method) (Get-SharedPrincipal $State)['keyCredentials'] = @() }
    'aadsts500011' = { param($State, $Certificates, $Method) $shared = Get-SharedPrincipal $State; $shared['servicePrincipalNames'] = @($shared['servicePrincipalNames'] | Where-Object { $_ -notlike "https://$($State['tenant']['exchangeHost'])*" }) }
    'aadsts700016' = { param($State, $Certificates, $Method) Set-EvoStsApplication $State (Get-FixedId 'application of another tenant') }
    'aadsts90002' = { param($State, $Certificates, $Method) foreach ($server in @($State['onPremises']['objects']['AuthServer'])) { if ($server['Type'] -eq 'AzureAD') { $server['Realm'] = 'ffffffff-eeee-4ddd-8ccc-bbbbbbbbbbbb' } } }
    'aadsts65001' = { param($State, $Certificates, $Method) $State['tenant']['appRoleAssignments'] = @() }
    'aadsts500014' = { param($State, $Certificates, $Method) foreach ($principal in @($State['tenant']['servicePrincipals'])) { if ($principal['displayName'] -like 'ExchangeServerApp-*' -or $Method -eq 'shared-principal') { $principal['accountEnabled'] = $false } } }
    'missing-signing-certificate' = { param($State, $Certificates, $Method) foreach ($name in @($State['onPremises']['servers'].Keys)) { @($State['onPremises']['servers'][$name]['certificates'])[0]['hasPrivateKey'] = $false } }
    'invalid-signature-2000000' = { param($State, $Certificates, $Method) foreach ($server in @($State['onPremises']['objects']['AuthServer'])) { $server['_metadataStale'] = $true } }
    'audience-hostname-2000003' = { param($State, $Certificates, $Method) Set-HostFailure $State 'audience-hostname-2000003' }
    'invalid-user-2000005' = { param($State, $Certificates, $Method) $State['tenant']['exchange']['objects']['MailUser'] = @(); $State['onPremises']['objects']['RemoteMailbox'] = @() }
    'missing-linked-account' = { param($State, $Certificates, $Method) @($State['onPremises']['objects']['PartnerApplication'])[0]['LinkedAccount'] = $null }
    'no-trusted-issuer' = { param($State, $Certificates, $Method) foreach ($server in @($State['onPremises']['objects']['AuthServer'])) { if ($server['Type'] -eq 'MicrosoftACS') { $server['Enabled'] = $false } } }
    'duplicate-realm' = { param($State, $Certificates, $Method) Add-ToList $State['onPremises']['objects'] 'AuthServer' (New-AuthServerPart $State 'ACS - left over' 'acs' $State['tenant']['id']) }
    'metadata-unavailable' = { param($State, $Certificates, $Method) $State['onPremises']['network']['metadataReachable'] = $false; $State['onPremises']['objects']['AuthServer'] = @() }
    'http-404' = { param($State, $Certificates, $Method) Set-HostFailure $State 'http-404' }
    'http-405' = { param($State, $Certificates, $Method) Set-HostFailure $State 'http-405' }
    'wssecurity-500' = { param($State, $Certificates, $Method) Set-HostFailure $State 'wssecurity-500' }
    'iis-503' = { param($State, $Certificates, $Method) Set-HostFailure $State 'iis-503' }
    'http-504' = { param($State, $Certificates, $Method) Set-HostFailure $State 'http-504' }
    'object-moved' = { param($State, $Certificates, $Method) Set-HostFailure $State 'object-moved' }
    'wrong-cloud' = { param($State, $Certificates, $Method)
        $elsewhere = if ($State['tenant']['cloud'] -eq 'china') { 'https://accounts.accesscontrol.windows.net/{0}/metadata/json/1' } else { 'https://accounts.accesscontrol.chinacloudapi.cn/{0}/metadata/json/1' }
        foreach ($server in @($State['onPremises']['objects']['AuthServer'])) { if ($server['Type'] -eq 'MicrosoftACS') { $server['AuthMetadataUrl'] = $elsewhere -f $State['tenant']['id'] } } }
    'ews-disabled' = { param($State, $Certificates, $Method) @($State['tenant']['exchange']['objects']['OrganizationConfig'])[0]['EwsEnabled'] = $false }
    'service-principal-name-conflict' = { param($State, $Certificates, $Method)
        $hosts = @($State['onPremises']['network']['hosts'].Keys)
        $shared = Get-SharedPrincipal $State
        $shared['servicePrincipalNames'] = @($shared['servicePrincipalNames'] | Where-Object { $_ -ne "https://$($hosts[0])/" })
        Add-ToList $State['tenant'] 'servicePrincipals' (New-Principal $State['tenant']['id'] (Get-FixedId 'publishing proxy') 'Publishing proxy' @((Get-FixedId 'publishing proxy'), "https://$($hosts[0])/") @()) }
}

function Set-HostFailure {
    param($State, [string] $Failure)
    foreach ($name in @($State['onPremises']['network']['hosts'].Keys)) { $State['onPremises']['network']['hosts'][$name]['failure'] = $Failure }
}
