# The scenarios by name: each takes a fresh state and puts there what the name says.

function New-HybridOverride { param([string] $Parameter = 'Enabled=true') return New-OverridePart 'EnableExchangeHybrid3PAppFeature' 'Global' 'ExchangeOnpremAsThirdPartyAppId' @($Parameter) }

# Everything of a method in place and working.
function Set-Done {
    param($State, $Certificates, [string] $Method)
    Add-HybridParts $State 'documented'
    if ($Method -eq 'shared-principal') {
        Add-ToList (Get-SharedPrincipal $State) 'keyCredentials' (New-KeyPart $Certificates 'current')
        return
    }
    $appId = Add-ApplicationPart $State $Certificates @('current') ''
    Set-EvoStsApplication $State $appId
    Add-ActiveOverride $State (New-HybridOverride)
    $config = @($State['tenant']['exchange']['objects']['OrganizationConfig'])[0]
    $config['EwsEnabled'] = $true
    $config['EwsAllowedAppIDs'] = $appId
}

# More servers, copies of the first.
function Add-Servers {
    param($State, [string[]] $Names = @('EX08', 'EX09'))
    # a third server without the key of the auth certificate until it is distributed would fail: all have it
    $premises = $State['onPremises']
    foreach ($name in $Names) {
        $first = @($premises['servers'].Keys)[0]
        $premises['servers'][$name] = Copy-Value $premises['servers'][$first]
        foreach ($kind in 'ExchangeServer', 'ClientAccessService', 'MailboxServer', 'OutlookAnywhere', 'WebServicesVirtualDirectory', 'AutodiscoverVirtualDirectory', 'MapiVirtualDirectory', 'OabVirtualDirectory', 'ActiveSyncVirtualDirectory') {
            $copy = Copy-Value @($premises['objects'][$kind])[0]
            foreach ($property in @($copy.Keys)) { if ($copy[$property] -is [string] -and $property -notin 'ExternalUrl', 'InternalUrl') { $copy[$property] = $copy[$property].Replace($first, $name).Replace($first.ToLowerInvariant(), $name.ToLowerInvariant()) } }
            if ($copy.Contains('Guid')) { $copy['Guid'] = Get-FixedId "$kind $name" }
            Add-ToList $premises['objects'] $kind $copy
        }
    }
}

# OAuth taken off some virtual directories of each kind, as older set-ups and hands leave them.
function Set-WithoutOAuth {
    param($State)
    $objects = $State['onPremises']['objects']
    foreach ($name in 'IISAuthenticationMethods', 'InternalAuthenticationMethods', 'ExternalAuthenticationMethods') { $objects['MapiVirtualDirectory'][0][$name] = @('Negotiate', 'Ntlm') }
    $objects['WebServicesVirtualDirectory'][0]['OAuthAuthentication'] = $false
    $objects['AutodiscoverVirtualDirectory'][-1]['OAuthAuthentication'] = $false
    foreach ($directory in $objects['OabVirtualDirectory']) { $directory['OAuthAuthentication'] = $false }
    $objects['ActiveSyncVirtualDirectory'][0]['ExternalAuthenticationMethods'] = @('Basic')
}

$script:Scenarios = [ordered]@{
    'nothing-there' = { param($State, $Certificates, $Method) }
    'done' = { param($State, $Certificates, $Method) Set-Done $State $Certificates $Method }
    'left-by-hcw' = { param($State, $Certificates, $Method)
        Add-HybridParts $State 'hcw'
        Add-ToList (Get-SharedPrincipal $State) 'keyCredentials' (New-KeyPart $Certificates 'current')
    }
    'foreign' = { param($State, $Certificates, $Method)
        $tenant = $State['tenant']; $objects = $State['onPremises']['objects']
        $shared = Get-SharedPrincipal $State
        Add-ToList $shared 'keyCredentials' @((New-KeyPart $Certificates 'foreign'), (New-KeyPart $Certificates 'foreignExpired'))
        Add-ToList $shared 'servicePrincipalNames' @('https://archive.fabrikam.com/', 'https://archive.fabrikam.com', 'https://Hybrid.Example.net')
        $other = New-Principal $tenant['id'] (Get-FixedId 'other product') 'Other product' @((Get-FixedId 'other product'), 'https://other.fabrikam.com/') @()
        $other['keyCredentials'] = @(New-KeyPart $Certificates 'foreign')
        Add-ToList $tenant 'servicePrincipals' $other
        Add-ToList $tenant 'applications' ([ordered]@{ id = (Get-FixedId 'other application'); appId = (Get-FixedId 'other product'); createdDateTime = '2024-02-01T08:00:00Z'; displayName = 'Other product'; description = $null; identifierUris = @(); publisherDomain = $tenant['initialDomain']; signInAudience = 'AzureADMyOrg'; tags = @(); notes = $null; appRoles = @(); keyCredentials = @(New-KeyPart $Certificates 'foreign'); passwordCredentials = @(); requiredResourceAccess = @() })
        Add-ToList $tenant 'appRoleAssignments' ([ordered]@{ id = (Get-FixedId 'other consent').Replace('-', ''); createdDateTime = '2024-02-01T08:00:00Z'; appRoleId = 'dc50a0fb-09a3-484d-be87-e023b12c6440'; principalDisplayName = 'Other product'; principalId = $other['id']; principalType = 'ServicePrincipal'; resourceDisplayName = $shared['displayName']; resourceId = $shared['id'] })
        $foreignServer = New-AuthServerPart $State 'ACS - fabrikam' 'acs' 'fabrikam.onmicrosoft.com' 'ffffffff-eeee-4ddd-8ccc-bbbbbbbbbbbb'
        $foreignEvo = New-AuthServerPart $State 'EvoSts - fabrikam' 'evoSts' 'ffffffff-eeee-4ddd-8ccc-bbbbbbbbbbbb' 'ffffffff-eeee-4ddd-8ccc-bbbbbbbbbbbb'
        $foreignEvo['IsDefaultAuthorizationEndpoint'] = $true
        Add-ToList $objects 'AuthServer' @($foreignServer, $foreignEvo)
        Add-ToList $objects 'PartnerApplication' ([ordered]@{ Name = 'SharePoint'; Guid = (Get-FixedId 'sharepoint'); Enabled = $true; ApplicationIdentifier = '00000003-0000-0ff1-ce00-000000000000'; CertificateStrings = @(); AuthMetadataUrl = 'https://sharepoint.example.net/_layouts/15/metadata/json/1'; Realm = 'ffffffff-eeee-4ddd-8ccc-bbbbbbbbbbbb'; UseAuthServer = $false; AcceptSecurityIdentifierInformation = $false; LinkedAccount = $null; IssuerIdentifier = $null; AppOnlyPermissions = $null; ActAsPermissions = $null })
        Add-ToList $objects 'IntraOrganizationConnector' (New-ConnectorPart 'Fabrikam' @('fabrikam.com') 'https://autodiscover.fabrikam.com/autodiscover/autodiscover.svc')
        Add-ToList $tenant['exchange']['objects'] 'IntraOrganizationConnector' (New-ConnectorPart 'Fabrikam' @('fabrikam.com') 'https://autodiscover.fabrikam.com/autodiscover/autodiscover.svc')
        Add-ToList $objects 'OrganizationRelationship' (New-RelationshipPart 'Fabrikam' @('fabrikam.com') 'https://autodiscover.fabrikam.com/autodiscover/autodiscover.svc/WSSecurity' '')
        Add-ToList $objects 'AvailabilityAddressSpace' ([ordered]@{ Name = 'fabrikam.com'; Guid = (Get-FixedId 'address space'); ForestName = 'fabrikam.com'; UserName = $null; UseServiceAccount = $true; AccessMethod = 'InternalProxy'; ProxyUrl = 'https://mail.fabrikam.com/EWS/Exchange.asmx'; TargetAutodiscoverEpr = $null })
        Add-ActiveOverride $State (New-OverridePart 'Body scanning' 'Cafe' 'AmsiRequestBodyScanning' @('EnabledEws=True'))
        @($tenant['exchange']['objects']['OrganizationConfig'])[0]['EwsAllowedAppIDs'] = "$(Get-FixedId 'other product'),$(Get-FixedId 'archive product')"
    }
    'half-by-hand' = { param($State, $Certificates, $Method)
        $tenant = $State['tenant']; $vanity = $State['onPremises']['smtpDomains'][0]; $hosts = @($State['onPremises']['network']['hosts'].Keys)
        Add-ToList $State['onPremises']['objects'] 'AuthServer' @((New-AuthServerPart $State 'WindowsAzureACS' 'acs' $vanity), (New-AuthServerPart $State 'evoSTS' 'evoSts' $vanity))
        $shared = Get-SharedPrincipal $State
        Add-ToList $shared 'keyCredentials' @((New-KeyPart $Certificates 'previous'), (New-KeyPart $Certificates 'expired'))
        Add-ToList $shared 'servicePrincipalNames' @("https://$($hosts[1])")
        Add-ToList $State['onPremises']['objects'] 'IntraOrganizationConnector' (New-ConnectorPart 'ExchangeHybridOnPremisesToOnline' @($tenant['routingDomain']) "https://$($tenant['exchangeHost'])/autodiscover/autodiscover.svc")
        Add-ToList $tenant['exchange']['objects'] 'IntraOrganizationConnector' (New-ConnectorPart 'ExchangeHybridOnlineToOnPremises' @($State['onPremises']['smtpDomains']) "https://$($tenant['exchangeHost'])/autodiscover/autodiscover.svc")
    }
    'several-servers' = { param($State, $Certificates, $Method) Add-Servers $State }
    'twenty-servers' = { param($State, $Certificates, $Method)
        $more = 20 - @($State['onPremises']['servers'].Keys).Count
        Add-Servers $State @(11..(10 + $more) | ForEach-Object { "EX$_" })
    }
    'silent-server' = { param($State, $Certificates, $Method)
        Add-Servers $State
        $State['onPremises']['servers']['EX09']['off'] = $true
    }
    'slow-server' = { param($State, $Certificates, $Method)
        Add-Servers $State
        $State['onPremises']['servers']['EX09']['slow'] = 30
    }
    'staged-next' = { param($State, $Certificates, $Method)
        Set-Done $State $Certificates $Method
        $config = @($State['onPremises']['objects']['AuthConfig'])[0]
        $config['NextCertificateThumbprint'] = $Certificates['next']['thumbprint']
        $config['NextCertificateEffectiveDate'] = [datetimeoffset]::UtcNow.AddDays(14).ToString("yyyy-MM-dd'T'00:00:00'Z'", [Globalization.CultureInfo]::InvariantCulture)
        foreach ($name in @($State['onPremises']['servers'].Keys)) { Add-ToList $State['onPremises']['servers'][$name] 'certificates' (New-Certificate $Certificates['next']['thumbprint'] $true 'SMTP' 'Microsoft Exchange Server Auth Certificate') }
    }
    'override-disabled' = { param($State, $Certificates, $Method)
        Set-Done $State $Certificates $Method
        $State['onPremises']['objects']['SettingOverride'] = @()
        foreach ($name in @($State['onPremises']['servers'].Keys)) { $State['onPremises']['servers'][$name]['activeOverrides'] = @() }
        Add-ActiveOverride $State (New-HybridOverride 'Enabled=false')
    }
    'two-applications' = { param($State, $Certificates, $Method) Set-Done $State $Certificates $Method; [void](Add-ApplicationPart $State $Certificates @('current') 'second') }
    'consent-missing' = { param($State, $Certificates, $Method) Set-Done $State $Certificates $Method; $State['tenant']['appRoleAssignments'] = @() }
    'foreign-application-id' = { param($State, $Certificates, $Method) Set-Done $State $Certificates $Method; Set-EvoStsApplication $State (Get-FixedId 'application of another tenant') }
    'foreign-allow-list' = { param($State, $Certificates, $Method)
        Set-Done $State $Certificates $Method
        @($State['tenant']['exchange']['objects']['OrganizationConfig'])[0]['EwsAllowedAppIDs'] = "$(Get-FixedId 'archive product'),$(Get-FixedId 'backup product')"
    }
    'principal-without-application' = { param($State, $Certificates, $Method) Add-HybridParts $State 'documented'; [void](Add-ApplicationPart $State $Certificates @() '' -NoApplication -NoConsent) }
    'application-without-principal' = { param($State, $Certificates, $Method) Add-HybridParts $State 'documented'; [void](Add-ApplicationPart $State $Certificates @('current') '' -NoPrincipal) }
    'hcw-application' = { param($State, $Certificates, $Method)
        Add-HybridParts $State 'hcw'
        $appId = Add-ApplicationPart $State $Certificates @('current') ''
        Set-EvoStsApplication $State $appId
        @($State['tenant']['exchange']['objects']['OrganizationConfig'])[0]['EwsEnabled'] = $true
        @($State['tenant']['exchange']['objects']['OrganizationConfig'])[0]['EwsAllowedAppIDs'] = $appId
        Add-ToList (Get-SharedPrincipal $State) 'keyCredentials' @((New-KeyPart $Certificates 'current'), (New-KeyPart $Certificates 'expired'))
    }
    'hybrid-agent' = { param($State, $Certificates, $Method)
        Set-Done $State $Certificates $Method
        @($State['tenant']['exchange']['objects']['IntraOrganizationConnector'])[0]['DiscoveryEndpoint'] = 'https://0a1b2c3d.resource.mailboxmigration.his.msappproxy.net/autodiscover/autodiscover.svc'
    }
    'name-held-by-another' = { param($State, $Certificates, $Method)
        $hosts = @($State['onPremises']['network']['hosts'].Keys)
        Add-ToList $State['tenant'] 'servicePrincipals' (New-Principal $State['tenant']['id'] (Get-FixedId 'publishing proxy') 'Publishing proxy' @((Get-FixedId 'publishing proxy'), "https://$($hosts[0])/") @())
    }
    # What people sign in with: the set-up is done, Hybrid Modern Authentication is not, or is.
    'directories-without-oauth' = { param($State, $Certificates, $Method)
        Set-Done $State $Certificates $Method
        Add-Servers $State
        Set-WithoutOAuth $State
    }
    'modern-authentication-on' = { param($State, $Certificates, $Method)
        Set-Done $State $Certificates $Method
        $evoSts = @($State['onPremises']['objects']['AuthServer'] | Where-Object { $_['Type'] -eq 'AzureAD' })[0]
        $evoSts['IsDefaultAuthorizationEndpoint'] = $true
        $evoSts['DomainName'] = @($evoSts['DomainName']) + @($State['tenant']['initialDomain'])
        @($State['onPremises']['objects']['OrganizationConfig'])[0]['OAuth2ClientProfileEnabled'] = $true
    }
    'another-default' = { param($State, $Certificates, $Method)
        Set-Done $State $Certificates $Method
        $other = New-AuthServerPart $State 'EvoSts - fabrikam' 'evoSts' 'ffffffff-eeee-4ddd-8ccc-bbbbbbbbbbbb' 'ffffffff-eeee-4ddd-8ccc-bbbbbbbbbbbb'
        $other['IsDefaultAuthorizationEndpoint'] = $true
        Add-ToList $State['onPremises']['objects'] 'AuthServer' $other
    }
    'url-without-name' = { param($State, $Certificates, $Method)
        Set-Done $State $Certificates $Method
        @($State['onPremises']['objects']['MapiVirtualDirectory'])[0]['InternalUrl'] = "https://ex01.corp.$($State['onPremises']['smtpDomains'][0])/mapi"
    }
    'sign-in-silent-server' = { param($State, $Certificates, $Method)
        Set-Done $State $Certificates $Method
        Add-Servers $State
        Set-WithoutOAuth $State
        $State['onPremises']['objects']['AutodiscoverVirtualDirectory'][-1]['OAuthAuthentication'] = $true
        $State['onPremises']['servers']['EX09']['off'] = $true
    }
    # Federated by the admin center, with another organisation too, and one domain fewer than the organisation has.
    'federated' = { param($State, $Certificates, $Method)
        Set-Federation $State $Certificates
        Add-ToList $State['onPremises']['objects'] 'OrganizationRelationship' (New-RelationshipPart 'Fabrikam' @('fabrikam.com') 'https://autodiscover.fabrikam.com/autodiscover/autodiscover.svc/WSSecurity' '')
        $half = New-RelationshipPart 'To the cloud' @($State['tenant']['routingDomain']) "https://$($State['tenant']['autodiscoverHost'])/autodiscover/autodiscover.svc/WSSecurity" ''
        $half['Enabled'] = $false
        $half['FreeBusyAccessLevel'] = 'AvailabilityOnly'
        Add-ToList $State['onPremises']['objects'] 'OrganizationRelationship' $half
        Add-ToList $State['tenant']['exchange']['objects'] 'OrganizationRelationship' (New-RelationshipPart 'To the servers' @($State['onPremises']['smtpDomains'][0]) "https://old.$($State['onPremises']['smtpDomains'][0])/autodiscover/autodiscover.svc/WSSecurity" '')
    }
    'consumer-federation' = { param($State, $Certificates, $Method)
        Set-Federation $State $Certificates
        @($State['onPremises']['objects']['FederationTrust'])[0]['TokenIssuerUri'] = 'urn:WindowsLiveID'
    }
    'txt-missing' = { param($State, $Certificates, $Method) $State['onPremises']['network']['txtRecords'] = $false }
    # The relationships are there from before, and OAuth was set up meanwhile.
    'oauth-works' = { param($State, $Certificates, $Method)
        Set-Done $State $Certificates $Method
        Set-Federation $State $Certificates -All
        $hosts = @($State['onPremises']['network']['hosts'].Keys)
        Add-ToList $State['onPremises']['objects'] 'OrganizationRelationship' (New-RelationshipPart 'On-premises to O365' @($State['tenant']['routingDomain']) "https://$($State['tenant']['autodiscoverHost'])/autodiscover/autodiscover.svc/WSSecurity" '')
        Add-ToList $State['tenant']['exchange']['objects'] 'OrganizationRelationship' (New-RelationshipPart 'O365 to On-premises' @($State['onPremises']['smtpDomains']) "https://$($hosts[1])/autodiscover/autodiscover.svc/WSSecurity" '')
    }
    # Everything in place, and the last mailbox moved to the cloud.
    'last-mailbox-moved' = { param($State, $Certificates, $Method)
        Set-Done $State $Certificates $Method
        Add-ToList (Get-SharedPrincipal $State) 'keyCredentials' (New-KeyPart $Certificates 'previous')
        if ($Method -eq 'dedicated-app') { Add-ToList (Get-SharedPrincipal $State) 'keyCredentials' (New-KeyPart $Certificates 'current') }
        $hosts = @($State['onPremises']['network']['hosts'].Keys)
        Add-ToList $State['tenant']['exchange']['objects'] 'OrganizationRelationship' (New-RelationshipPart 'O365 to On-premises' @($State['onPremises']['smtpDomains']) "https://$($hosts[1])/autodiscover/autodiscover.svc/WSSecurity" '')
        $State['onPremises']['objects']['Mailbox'] = @(New-Recipient "DiscoverySearchMailbox@$($State['onPremises']['smtpDomains'][0])" 'DiscoveryMailbox')
    }
    'dauth-only' = { param($State, $Certificates, $Method)
        Set-Federation $State $Certificates
        Add-ToList $State['onPremises']['objects'] 'OrganizationRelationship' (New-RelationshipPart 'On-premises to O365' @($State['tenant']['routingDomain']) "https://$($State['tenant']['autodiscoverHost'])/autodiscover/autodiscover.svc/WSSecurity" '')
    }
}
