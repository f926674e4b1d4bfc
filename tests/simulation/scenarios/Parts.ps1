# Pieces that scenarios put into a state.

function Get-PartTenantId { param($State) return $State['tenant']['id'] }

function New-AuthServerPart {
    param($State, [string] $Name, [string] $Kind, [string] $Segment, [string] $Realm)
    $hosts = $script:CloudHosts[$State['tenant']['cloud']]
    $tenant = $State['tenant']['id']
    if (-not $Realm) { $Realm = $tenant }
    $object = [ordered]@{ Name = $Name; Guid = (Get-FixedId "auth server $Name $tenant"); Type = 'MicrosoftACS'; IssuerIdentifier = '00000001-0000-0000-c000-000000000000'; Realm = $Realm; TokenIssuingEndpoint = $null
        AuthorizationEndpoint = $null; AuthMetadataUrl = ''; Enabled = $true; IsDefaultAuthorizationEndpoint = $false; ApplicationIdentifier = $null; DomainName = @(); GraphBaseUrl = $null; _metadataStale = $false }
    if ($Kind -eq 'acs') {
        $object['AuthMetadataUrl'] = $hosts.Acs -f $Segment
        $object['TokenIssuingEndpoint'] = "https://$(([uri]$object['AuthMetadataUrl']).Host)/$Realm/tokens/OAuth/2"
    } else {
        $object['Type'] = 'AzureAD'
        $object['IssuerIdentifier'] = "https://sts.windows.net/$Realm/"
        $object['AuthMetadataUrl'] = $hosts.EvoSts -f $Segment
        $object['TokenIssuingEndpoint'] = "https://$(([uri]$object['AuthMetadataUrl']).Host)/common/oauth2/token"
        $object['AuthorizationEndpoint'] = "https://$(([uri]$object['AuthMetadataUrl']).Host)/common/oauth2/authorize"
    }
    return $object
}

function Add-ToList { param($Holder, [string] $Name, $Items) $Holder[$Name] = @(@($Holder[$Name]) + @($Items) | Where-Object { $null -ne $_ }) }

function New-KeyPart {
    param($Certificates, [string] $Name)
    $raw = [Convert]::FromBase64String($Certificates[$Name]['raw'])
    $certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::new($raw)
    return [ordered]@{ customKeyIdentifier = $certificate.GetCertHashString(); displayName = $certificate.Subject; endDateTime = $certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [Globalization.CultureInfo]::InvariantCulture)
        key = $Certificates[$Name]['raw']; keyId = (Get-FixedId "key $Name"); startDateTime = $certificate.NotBefore.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [Globalization.CultureInfo]::InvariantCulture); type = 'AsymmetricX509Cert'; usage = 'Verify' }
}

function Get-SharedPrincipal { param($State) return @($State['tenant']['servicePrincipals'] | Where-Object { $_['appId'] -eq '00000002-0000-0ff1-ce00-000000000000' })[0] }

function New-ConnectorPart {
    param([string] $Name, [string[]] $Domains, [string] $Endpoint)
    return [ordered]@{ Name = $Name; Guid = (Get-FixedId "connector $Name"); TargetAddressDomains = @($Domains); DiscoveryEndpoint = $Endpoint; Enabled = $true }
}

function New-RelationshipPart {
    param([string] $Name, [string[]] $Domains, [string] $Autodiscover, [string] $SharingEpr)
    return [ordered]@{ Name = $Name; Guid = (Get-FixedId "relationship $Name"); DomainNames = @($Domains); FreeBusyAccessEnabled = $true; FreeBusyAccessLevel = 'LimitedDetails'; MailboxMoveEnabled = $true; DeliveryReportEnabled = $true
        MailTipsAccessEnabled = $true; MailTipsAccessLevel = 'All'; PhotosEnabled = $true; TargetApplicationUri = 'outlook.com'; TargetSharingEpr = $(if ($SharingEpr) { $SharingEpr }); TargetOwaURL = $null; TargetAutodiscoverEpr = $Autodiscover; ArchiveAccessEnabled = $true; Enabled = $true }
}

# A federation trust as the admin center leaves it: certificate on every server, account namespace of the first domain.
function Set-Federation {
    param($State, $Certificates, [switch] $All)
    $premises = $State['onPremises']
    $thumbprint = $Certificates['federation']['thumbprint']
    foreach ($name in @($premises['servers'].Keys)) { Add-ToList $premises['servers'][$name] 'certificates' (New-Certificate $thumbprint $true 'Federation' 'Exchange Delegation Federation') }
    $namespace = "FYDIBOHF25SPDLT.$($premises['smtpDomains'][0])"
    Add-ToList $premises['objects'] 'FederationTrust' ([ordered]@{ Name = 'Microsoft Federation Gateway'; ApplicationIdentifier = '000000004C00A1B2'; ApplicationUri = $namespace; OrgPrivCertificate = $thumbprint; TokenIssuerUri = 'urn:federation:MicrosoftOnline'; TokenIssuerEpr = 'https://login.microsoftonline.com/extSTS.srf'; TokenIssuerMetadataEpr = 'https://nexus.microsoftonline-p.com/FederationMetadata/2006-12/FederationMetadata.xml'; NamespaceProvisioner = 'LiveDomainServices' })
    $domains = if ($All) { @($premises['smtpDomains']) } else { @($premises['smtpDomains'][0]) }
    $premises['objects']['FederatedOrganizationIdentifier'] = @([ordered]@{ Name = 'Federation'; AccountNamespace = $namespace; Domains = @(@($namespace) + $domains); DefaultDomain = $null; Enabled = $true; OrganizationContact = $null; DelegationTrustLink = 'Microsoft Federation Gateway' })
}

function New-OverridePart {
    param([string] $Name, [string] $Component, [string] $Section, [string[]] $Parameters)
    return [ordered]@{ Name = $Name; Guid = (Get-FixedId "override $Name"); ComponentName = $Component; SectionName = $Section; FlightName = $null; ModifiedBy = 'Organization Management'; Reason = 'There before'; MinVersion = $null; MaxVersion = $null; FixVersion = $null; Server = @(); Parameters = @($Parameters) }
}

# What the HCW leaves between the organisations, whatever the method.
function Add-HybridParts {
    param($State, [string] $Names)
    $tenant = $State['tenant']
    $objects = $State['onPremises']['objects']
    $online = "https://$($tenant['autodiscoverHost'])/autodiscover/autodiscover.svc"
    $hosts = @($State['onPremises']['network']['hosts'].Keys)
    $local = "https://$($hosts[1])/autodiscover/autodiscover.svc"
    $guid = Get-FixedId "hcw $($tenant['id'])"
    $hcw = $Names -eq 'hcw'
    Add-ToList $objects 'AuthServer' @((New-AuthServerPart $State $(if ($hcw) { "ACS - $guid" } else { 'WindowsAzureACS' }) 'acs' $(if ($hcw) { $tenant['id'] } else { $tenant['initialDomain'] })), (New-AuthServerPart $State $(if ($hcw) { "EvoSts - $guid" } else { 'evoSTS' }) 'evoSts' $(if ($hcw) { $tenant['id'] } else { $tenant['initialDomain'] })))
    $objects['PartnerApplication'][0]['Enabled'] = $true
    Add-ToList $objects 'IntraOrganizationConnector' (New-ConnectorPart $(if ($hcw) { "HybridIOC - $guid" } else { 'ExchangeHybridOnPremisesToOnline' }) @($tenant['routingDomain']) $online)
    Add-ToList $tenant['exchange']['objects'] 'IntraOrganizationConnector' (New-ConnectorPart $(if ($hcw) { "HybridIOC - $guid" } else { 'ExchangeHybridOnlineToOnPremises' }) @($State['onPremises']['smtpDomains']) $local)
    $shared = Get-SharedPrincipal $State
    $shared['servicePrincipalNames'] = @($shared['servicePrincipalNames']) + @($hosts | ForEach-Object { "https://$_/" })
    if ($hcw) {
        Add-ToList $objects 'OrganizationRelationship' (New-RelationshipPart "On-premises to O365 - $guid" @($tenant['routingDomain']) "https://$($tenant['autodiscoverHost'])/autodiscover/autodiscover.svc/WSSecurity" '')
        Add-ToList $tenant['exchange']['objects'] 'OrganizationRelationship' (New-RelationshipPart "O365 to On-premises - $guid" @($State['onPremises']['smtpDomains']) "$local/WSSecurity" '')
        Add-ToList $objects 'HybridConfiguration' ([ordered]@{ Name = 'Hybrid Configuration'; Domains = @($State['onPremises']['smtpDomains']); Features = @('FreeBusy', 'MailTips', 'OnlineArchive', 'Photos') })
    }
}

function Add-ApplicationPart {
    param($State, $Certificates, [string[]] $Keys, [string] $Suffix, [switch] $NoConsent, [switch] $NoPrincipal, [switch] $NoApplication)
    $tenant = $State['tenant']
    $organisation = @($State['onPremises']['objects']['OrganizationConfig'])[0]['Guid']
    $name = "ExchangeServerApp-$organisation"
    $appId = Get-FixedId "application $name $Suffix"
    $application = [ordered]@{ id = (Get-FixedId "object $appId"); appId = $appId; createdDateTime = '2026-01-05T08:00:00Z'; displayName = $name; description = $null; identifierUris = @(); publisherDomain = $tenant['initialDomain']; signInAudience = 'AzureADMyOrg'; tags = @(); notes = $null; appRoles = @()
        keyCredentials = @($Keys | ForEach-Object { New-KeyPart $Certificates $_ }); passwordCredentials = @(); requiredResourceAccess = @([ordered]@{ resourceAppId = '00000002-0000-0ff1-ce00-000000000000'; resourceAccess = @([ordered]@{ id = 'dc890d15-9560-4a4c-9b7f-a736ec74ec40'; type = 'Role' }) }) }
    if (-not $NoApplication) { Add-ToList $tenant 'applications' $application }
    if ($NoPrincipal) { return $appId }
    $principal = New-Principal $tenant['id'] $appId $name @($appId) @()
    $principal['appOwnerOrganizationId'] = $tenant['id']
    $principal['signInAudience'] = 'AzureADMyOrg'
    $principal['tags'] = @('WindowsAzureActiveDirectoryIntegratedApp', 'HideApp')
    Add-ToList $tenant 'servicePrincipals' $principal
    if (-not $NoConsent) {
        $shared = Get-SharedPrincipal $State
        Add-ToList $tenant 'appRoleAssignments' ([ordered]@{ id = (Get-FixedId "consent $appId").Replace('-', ''); createdDateTime = '2026-01-05T08:01:00Z'; appRoleId = 'dc890d15-9560-4a4c-9b7f-a736ec74ec40'; principalDisplayName = $name; principalId = $principal['id']; principalType = 'ServicePrincipal'; resourceDisplayName = $shared['displayName']; resourceId = $shared['id'] })
    }
    return $appId
}

function Set-EvoStsApplication {
    param($State, [string] $AppId)
    $server = @($State['onPremises']['objects']['AuthServer'] | Where-Object { $_['Type'] -eq 'AzureAD' -and $_['Realm'] -eq $State['tenant']['id'] })[0]
    $server['ApplicationIdentifier'] = $AppId
    $server['DomainName'] = @($State['tenant']['routingDomain']) + @($State['onPremises']['smtpDomains'])
}

function Add-ActiveOverride {
    param($State, $Override, [switch] $NotRefreshed)
    Add-ToList $State['onPremises']['objects'] 'SettingOverride' $Override
    if ($NotRefreshed) { return }
    foreach ($name in @($State['onPremises']['servers'].Keys)) {
        Add-ToList $State['onPremises']['servers'][$name] 'activeOverrides' ([ordered]@{ Name = $Override['Name']; ComponentName = $Override['ComponentName']; SectionName = $Override['SectionName']; Parameters = @($Override['Parameters']) })
    }
}
