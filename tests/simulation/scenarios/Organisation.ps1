# An organisation and its tenant before anything was set up, from a config file of the program.

$script:CloudHosts = @{
    'global' = @{ Exchange = 'outlook.office365.com'; Autodiscover = 'autodiscover-s.outlook.com'; Login = 'login.microsoftonline.com'; Acs = 'https://accounts.accesscontrol.windows.net/{0}/metadata/json/1'; EvoSts = 'https://login.windows.net/{0}/federationmetadata/2007-06/federationmetadata.xml' }
    'gcc-high' = @{ Exchange = 'outlook.office365.us'; Autodiscover = 'autodiscover-s.office365.us'; Login = 'login.microsoftonline.us'; Acs = 'https://login.microsoftonline.us/{0}/metadata/json/1'; EvoSts = 'https://login.microsoftonline.us/{0}/federationmetadata/2007-06/federationmetadata.xml' }
    'dod' = @{ Exchange = 'outlook-dod.office365.us'; Autodiscover = 'autodiscover-s-dod.office365.us'; Login = 'login.microsoftonline.us'; Acs = 'https://login.microsoftonline.us/{0}/metadata/json/1'; EvoSts = 'https://login.microsoftonline.us/{0}/federationmetadata/2007-06/federationmetadata.xml' }
    'china' = @{ Exchange = 'partner.outlook.cn'; Autodiscover = 'autodiscover-s.partner.outlook.cn'; Login = 'login.partner.microsoftonline.cn'; Acs = 'https://accounts.accesscontrol.chinacloudapi.cn/{0}/metadata/json/1'; EvoSts = 'https://login.chinacloudapi.cn/{0}/federationmetadata/2007-06/federationmetadata.xml' }
}

# A fixed id from a name: the same state from the same input.
function Get-FixedId {
    param([string] $Name)
    return [guid]::new([byte[]]([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($Name))[0..15])).ToString()
}

# contoso.mail.onmicrosoft.com; in China contoso.partner.mail.onmschina.cn.
function Get-RoutingDomain {
    param([string] $InitialDomain)
    $china = '.partner.onmschina.cn'
    if ($InitialDomain.EndsWith($china)) { return $InitialDomain.Substring(0, $InitialDomain.Length - $china.Length) + '.partner.mail.onmschina.cn' }
    $dot = $InitialDomain.IndexOf('.')
    return $InitialDomain.Substring(0, $dot) + '.mail' + $InitialDomain.Substring($dot)
}

function New-Certificate { param([string] $Thumbprint, [bool] $Key, [string] $Services, [string] $Name) return [ordered]@{ thumbprint = $Thumbprint; hasPrivateKey = $Key; services = $Services; domains = @(); friendlyName = $Name } }

function New-Recipient {
    param([string] $Address, [string] $Type)
    $alias = $Address.Split('@')[0]
    return [ordered]@{ Name = $alias; Alias = $alias; Guid = (Get-FixedId "recipient $Address $Type"); DisplayName = $alias; PrimarySmtpAddress = $Address; UserPrincipalName = $Address; EmailAddresses = @("SMTP:$Address"); RecipientTypeDetails = $Type }
}

function New-AcceptedDomain {
    param([string] $Name, [bool] $Default, [string] $Type)
    return [ordered]@{ Name = $Name; Guid = (Get-FixedId "accepted $Name"); DomainName = $Name; DomainType = $Type; Default = $Default; InitialDomain = $false }
}

# Each kind of virtual directory says how it lets people in by properties of its own; these are what setup leaves.
function New-VirtualDirectory {
    param([string] $Server, [string] $Kind, [string] $Url)
    $directory = [ordered]@{ Name = "$Kind (Default Web Site)"; Identity = "$Server\$Kind (Default Web Site)"; Guid = (Get-FixedId "$Server $Kind"); Server = $Server; ExternalUrl = $Url; InternalUrl = $Url; ExtendedProtectionTokenChecking = 'Require' }
    $web = [ordered]@{ AdfsAuthentication = $false; BasicAuthentication = $true; DigestAuthentication = $false; FormsAuthentication = $true; WindowsAuthentication = $false; OAuthAuthentication = $false }
    $methods = switch ($Kind) {
        'mapi' { [ordered]@{ IISAuthenticationMethods = @('Ntlm', 'OAuth', 'Negotiate'); InternalAuthenticationMethods = @('Ntlm', 'OAuth', 'Negotiate'); ExternalAuthenticationMethods = @('Ntlm', 'OAuth', 'Negotiate') } }
        'OAB' { [ordered]@{ BasicAuthentication = $false; WindowsAuthentication = $true; OAuthAuthentication = $true; RequireSSL = $true } }
        'Microsoft-Server-ActiveSync' { [ordered]@{ BasicAuthEnabled = $true; WindowsAuthEnabled = $false; ClientCertAuth = 'Ignore'; InternalAuthenticationMethods = @(); ExternalAuthenticationMethods = @() } }
        'owa' { $web }
        'ecp' { $web }
        default { [ordered]@{ OAuthAuthentication = $true; WSSecurityAuthentication = $true; WindowsAuthentication = $true; BasicAuthentication = $false } }
    }
    foreach ($name in $methods.Keys) { $directory[$name] = $methods[$name] }
    return $directory
}

# What Get-ExchangeServer shows: the cumulative update, not the hotfix update on it.
function Get-DisplayVersion {
    param([string] $Build)
    $version = [version]$Build
    $released = @{ 2507 = 6; 1544 = 4; 1748 = 10; 2562 = 17 }
    $revision = if ($released.ContainsKey($version.Build)) { $released[$version.Build] } else { $version.Revision }
    return "Version $($version.Major).$($version.Minor) (Build $($version.Build).$revision)"
}

function New-OnPremises {
    param($Config, $Certificates, [string] $RoutingDomain)
    $premises = $Config['on_premises']
    $servers = [ordered]@{}
    $objects = [ordered]@{ AuthServer = @(); IntraOrganizationConnector = @(); SettingOverride = @(); AvailabilityAddressSpace = @(); OrganizationRelationship = @(); RemoteMailbox = @(); MailUser = @(); FederationTrust = @(); HybridConfiguration = @(); AuthenticationPolicy = @(); AvailabilityConfig = @() }
    $objects['OrganizationConfig'] = @([ordered]@{ Name = 'First Organization'; Guid = (Get-FixedId "organisation $($Config['name'])"); EwsEnabled = $null; EwsAllowList = @(); EwsBlockList = @(); EwsApplicationAccessPolicy = $null; OAuth2ClientProfileEnabled = $false; MapiHttpEnabled = $true; MailTipsExternalRecipientsTipsEnabled = $false; MailTipsLargeAudienceThreshold = 25; IsDehydrated = $false })
    $objects['AuthConfig'] = @([ordered]@{ Name = 'Auth Configuration'; CurrentCertificateThumbprint = $Certificates['current']['thumbprint']; PreviousCertificateThumbprint = $null; NextCertificateThumbprint = $null; NextCertificateEffectiveDate = $null; ServiceName = '00000002-0000-0ff1-ce00-000000000000'; Realm = $null; DoNotUse = $null })
    $objects['PartnerApplication'] = @([ordered]@{ Name = 'Exchange Online'; Guid = (Get-FixedId "partner $($Config['name'])"); Enabled = $false; ApplicationIdentifier = '00000002-0000-0ff1-ce00-000000000000'; CertificateStrings = @(); AuthMetadataUrl = $null; Realm = $null; UseAuthServer = $true; AcceptSecurityIdentifierInformation = $false; LinkedAccount = "$($premises['smtp_domains'][0])/Users/Exchange Online-ApplicationAccount"; IssuerIdentifier = $null; AppOnlyPermissions = $null; ActAsPermissions = $null })
    $objects['AcceptedDomain'] = @(@($premises['smtp_domains'] | ForEach-Object { New-AcceptedDomain $_ ($_ -eq $premises['smtp_domains'][0]) 'Authoritative' }) + @(New-AcceptedDomain $RoutingDomain $false 'Authoritative'))
    $objects['IntraOrganizationConfiguration'] = @([ordered]@{ Name = 'Intra'; OnlineDiscoveryEndpoint = $null; OnlineTargetAddress = $RoutingDomain; OnPremiseTargetAddresses = @($premises['smtp_domains']); OnPremiseDiscoveryEndpoint = "https://$($premises['hosts']['autodiscover'])/autodiscover/autodiscover.svc"; OnPremiseWebServiceEndpoint = "https://$($premises['hosts']['mail'])/EWS/Exchange.asmx"; DeploymentIsCompleteIOCReady = $true; HasNonIOCReadyExchangeCASServerVersions = $false })
    $objects['FederatedOrganizationIdentifier'] = @([ordered]@{ Name = 'Federation'; AccountNamespace = $null; Domains = @(); DefaultDomain = $null; Enabled = $false; OrganizationContact = $null; DelegationTrustLink = $null })
    $objects['Mailbox'] = @(New-Recipient $Config['verification']['on_premises_mailbox'] 'UserMailbox')
    $objects['RemoteMailbox'] = @(New-Recipient $Config['verification']['online_mailbox'] 'RemoteUserMailbox')
    foreach ($kind in 'ExchangeServer', 'WebServicesVirtualDirectory', 'AutodiscoverVirtualDirectory', 'MapiVirtualDirectory', 'OabVirtualDirectory', 'OwaVirtualDirectory', 'EcpVirtualDirectory', 'ActiveSyncVirtualDirectory', 'PowerShellVirtualDirectory', 'ClientAccessService', 'OutlookAnywhere', 'MailboxServer', 'ServerComponentState') { $objects[$kind] = @() }
    foreach ($server in @($premises['servers'])) {
        $name = $server['name']
        $fqdn = "$($name.ToLowerInvariant()).$($premises['smtp_domains'][0])"
        $servers[$name] = [ordered]@{ build = $server['build']; certificates = @((New-Certificate $Certificates['current']['thumbprint'] $true 'SMTP' 'Microsoft Exchange Server Auth Certificate'), (New-Certificate $Certificates['web']['thumbprint'] $true 'IIS, SMTP' 'Web')); activeOverrides = @(); overridesRefreshed = '' }
        $objects['ExchangeServer'] += [ordered]@{ Name = $name; Fqdn = $fqdn; Guid = (Get-FixedId "server $name $fqdn"); Edition = 'StandardEvaluation'; ServerRole = 'Mailbox'; IsMailboxServer = $true; IsClientAccessServer = $true; IsHubTransportServer = $true; IsEdgeServer = $false; IsE15OrLater = $true; AdminDisplayVersion = (Get-DisplayVersion $server['build']); Site = 'Default-First-Site-Name'; InternetWebProxy = $null; InternetWebProxyBypassList = @() }
        $objects['ClientAccessService'] += [ordered]@{ Name = $name; Fqdn = $fqdn; AutoDiscoverServiceInternalUri = "https://$($premises['hosts']['autodiscover'])/autodiscover/autodiscover.xml" }
        $objects['OutlookAnywhere'] += [ordered]@{ Name = 'Rpc (Default Web Site)'; Identity = "$name\Rpc (Default Web Site)"; Guid = (Get-FixedId "$name rpc"); Server = $name; ExternalHostname = $premises['hosts']['mail']; InternalHostname = $premises['hosts']['mail']; SSLOffloading = $true; ExtendedProtectionTokenChecking = 'None' }
        $objects['MailboxServer'] += [ordered]@{ Name = $name; Fqdn = $fqdn }
        $mail = "https://$($premises['hosts']['mail'])"
        $objects['WebServicesVirtualDirectory'] += New-VirtualDirectory $name 'EWS' "$mail/EWS/Exchange.asmx"
        $objects['AutodiscoverVirtualDirectory'] += New-VirtualDirectory $name 'Autodiscover' $null
        $paths = @{ MapiVirtualDirectory = 'mapi'; OabVirtualDirectory = 'OAB'; OwaVirtualDirectory = 'owa'; EcpVirtualDirectory = 'ecp'; ActiveSyncVirtualDirectory = 'Microsoft-Server-ActiveSync'; PowerShellVirtualDirectory = 'PowerShell' }
        foreach ($kind in $paths.Keys) { $objects[$kind] += New-VirtualDirectory $name $paths[$kind] "$mail/$($paths[$kind])" }
        foreach ($component in 'ServerWideOffline', 'EwsProxy', 'AutoDiscoverProxy') { $objects['ServerComponentState'] += [ordered]@{ Name = "$name $component"; Server = $name; ServerFqdn = $fqdn; Component = $component; State = 'Active' } }
    }
    $hosts = [ordered]@{}
    foreach ($name in @($premises['hosts']['mail'], $premises['hosts']['autodiscover']) + @($premises['additional_hosts'])) { if ($name) { $hosts[$name.ToLowerInvariant()] = [ordered]@{ failure = $null } } }
    return [ordered]@{ smtpDomains = @($premises['smtp_domains']); testMailbox = $Config['verification']['on_premises_mailbox']; servers = $servers; network = [ordered]@{ metadataReachable = $true; txtRecords = $true; hosts = $hosts }; madeCertificate = $Certificates['federation']['thumbprint']; objects = $objects }
}

function New-Principal {
    param([string] $Seed, [string] $AppId, [string] $Name, [string[]] $Names, $Roles)
    return [ordered]@{ id = (Get-FixedId "principal $Seed $AppId"); appId = $AppId; accountEnabled = $true; appDisplayName = $Name; displayName = $Name; appRoleAssignmentRequired = $false; appOwnerOrganizationId = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'
        servicePrincipalNames = @($Names); servicePrincipalType = 'Application'; signInAudience = 'AzureADMultipleOrgs'; tags = @(); notes = $null; appRoles = @($Roles); keyCredentials = @(); passwordCredentials = @() }
}

function New-Role { param([string] $Id, [string] $Value) return [ordered]@{ allowedMemberTypes = @('Application'); description = $Value; displayName = $Value; id = $Id; isEnabled = $true; origin = 'Application'; value = $Value } }

function New-Tenant {
    param($Config, [string] $RoutingDomain, [bool] $Blocked)
    $cloud = $Config['cloud']
    $hosts = $script:CloudHosts[$cloud]
    $id = $Config['tenant']['id']
    $domains = @([ordered]@{ id = $Config['tenant']['initial_domain']; isInitial = $true; isDefault = $false; isVerified = $true; authenticationType = 'Managed' }, [ordered]@{ id = $RoutingDomain; isInitial = $false; isDefault = $false; isVerified = $true; authenticationType = 'Managed' })
    foreach ($domain in @($Config['on_premises']['smtp_domains'])) { $domains += [ordered]@{ id = $domain; isInitial = $false; isDefault = ($domain -eq $Config['on_premises']['smtp_domains'][0]); isVerified = $true; authenticationType = 'Managed' } }
    $exchange = New-Principal $id '00000002-0000-0ff1-ce00-000000000000' 'Office 365 Exchange Online' @('00000002-0000-0ff1-ce00-000000000000', 'Office 365 Exchange Online', "https://$($hosts.Exchange)/", 'https://ps.outlook.com', 'https://outlook.office.com/', "https://$($hosts.Autodiscover)/") @(
        (New-Role 'dc890d15-9560-4a4c-9b7f-a736ec74ec40' 'full_access_as_app'), (New-Role 'dc50a0fb-09a3-484d-be87-e023b12c6440' 'Exchange.ManageAsApp'))
    $graph = New-Principal $id '00000003-0000-0000-c000-000000000000' 'Microsoft Graph' @('00000003-0000-0000-c000-000000000000', "https://$(@{ 'global' = 'graph.microsoft.com'; 'gcc-high' = 'graph.microsoft.us'; 'dod' = 'dod-graph.microsoft.us'; 'china' = 'microsoftgraph.chinacloudapi.cn' }[$cloud])") @(
        (New-Role '798ee544-9d2d-430c-a058-570e29e34338' 'Calendars.Read'), (New-Role '40f97065-369a-49f4-947c-6a255697ae91' 'MailboxSettings.Read'), (New-Role (Get-FixedId 'role MailTips.ReadBasic.All') 'MailTips.ReadBasic.All'), (New-Role (Get-FixedId 'role ProfilePhoto.Read.All') 'ProfilePhoto.Read.All'), (New-Role 'df021288-bdef-4463-88db-98f22de89214' 'User.Read.All'))
    $objects = [ordered]@{ IntraOrganizationConnector = @(); OrganizationRelationship = @(); AvailabilityAddressSpace = @(); AuthServer = @(); OnPremisesOrganization = @(); RemoteMailbox = @(); AuthenticationPolicy = @(); AvailabilityConfig = @() }
    $objects['OrganizationConfig'] = @([ordered]@{ Name = $Config['tenant']['initial_domain']; Guid = (Get-FixedId "exo $id"); EwsEnabled = $true; EwsAllowList = @(); EwsBlockList = @(); EwsApplicationAccessPolicy = $null; EwsAllowedAppIDs = (Get-FixedId 'caller of the last days'); OAuth2ClientProfileEnabled = $true; MailTipsExternalRecipientsTipsEnabled = $false; MailTipsLargeAudienceThreshold = 25; IsDehydrated = $false })
    $objects['PartnerApplication'] = @([ordered]@{ Name = 'Exchange Online'; Guid = (Get-FixedId "exo partner $id"); Enabled = $true; ApplicationIdentifier = '00000002-0000-0ff1-ce00-000000000000'; CertificateStrings = @(); AuthMetadataUrl = $null; Realm = $null; UseAuthServer = $true; AcceptSecurityIdentifierInformation = $false; LinkedAccount = $null; IssuerIdentifier = $null; AppOnlyPermissions = $null; ActAsPermissions = $null })
    $objects['AcceptedDomain'] = @($domains | ForEach-Object { New-AcceptedDomain $_['id'] ([bool]$_['isDefault']) $(if ($_['isInitial']) { 'Authoritative' } else { 'Authoritative' }) })
    $objects['AcceptedDomain'][0]['InitialDomain'] = $true
    $objects['IntraOrganizationConfiguration'] = @([ordered]@{ Name = 'Intra'; OnlineDiscoveryEndpoint = "https://$($hosts.Autodiscover)/autodiscover/autodiscover.svc"; OnlineTargetAddress = $RoutingDomain; OnPremiseTargetAddresses = @() })
    $objects['Mailbox'] = @(New-Recipient $Config['verification']['online_mailbox'] 'UserMailbox')
    $objects['MailUser'] = @(New-Recipient $Config['verification']['on_premises_mailbox'] 'MailUser')
    return [ordered]@{ id = $id; displayName = $(if ($Config.Contains('organization')) { $Config['organization'] } else { $Config['name'] }); cloud = $cloud; initialDomain = $Config['tenant']['initial_domain']; routingDomain = $RoutingDomain; exchangeHost = $hosts.Exchange; autodiscoverHost = $hosts.Autodiscover; loginHost = $hosts.Login
        testMailbox = $Config['verification']['online_mailbox']; domains = $domains; servicePrincipals = @($exchange, $graph); applications = @(); appRoleAssignments = @(); exchange = [ordered]@{ sharedPrincipalBlocked = $Blocked; allowListEnforced = $Blocked; objects = $objects } }
}

# The whole state; the method decides whether Exchange Online already blocks the shared principal.
function New-OrganisationState {
    param($Config, $Certificates, [string] $Method)
    $routing = if ($Config.Contains('routing_domain') -and $Config['routing_domain']) { $Config['routing_domain'] } else { Get-RoutingDomain $Config['tenant']['initial_domain'] }
    $raw = [ordered]@{}
    foreach ($name in $Certificates.Keys) { $raw[$Certificates[$name]['thumbprint']] = $Certificates[$name]['raw'] }
    $clock = [datetimeoffset]::UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", [Globalization.CultureInfo]::InvariantCulture)
    $other = [ordered]@{ id = 'ffffffff-eeee-4ddd-8ccc-bbbbbbbbbbbb'; cloud = $Config['cloud']; domains = @([ordered]@{ id = 'fabrikam.onmicrosoft.com'; isVerified = $true }, [ordered]@{ id = 'fabrikam.com'; isVerified = $true }) }
    return [ordered]@{ formatVersion = 1; clock = $clock; counter = 0; pending = @(); certificates = $raw
        settings = [ordered]@{ objectStyle = 'string'; language = 'en'; tokenInDetail = $true; graphPageSize = 100; graphDelayReads = 0; graphDelaySeconds = 0; exoDelayReads = 0; exoDelaySeconds = 0; onPremisesDelayReads = 0; onPremisesDelaySeconds = 0; graphSdk = '2.25.0' }
        onPremises = (New-OnPremises $Config $Certificates $routing); tenant = (New-Tenant $Config $routing ($Method -eq 'dedicated-app')); otherTenants = @($other) }
}
