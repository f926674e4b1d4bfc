# The kinds of Exchange objects that the simulation keeps: what identifies one, how each property shows, what a new one has.

$script:Kinds = @{
    AuthServer = @{ Keys = 'Name', 'Guid'; Types = @{ Guid = 'Guid'; Type = 'Enum'; DomainName = 'List'; GraphBaseUrl = '' }
        Settable = 'Name', 'Enabled', 'DomainName', 'ApplicationIdentifier', 'GraphBaseUrl', 'IsDefaultAuthorizationEndpoint' }
    PartnerApplication = @{ Keys = 'Name', 'Guid', 'ApplicationIdentifier'; Types = @{ Guid = 'Guid'; LinkedAccount = 'Id'; AccountType = 'Enum' }
        Settable = 'Name', 'Enabled', 'LinkedAccount', 'AcceptSecurityIdentifierInformation', 'ApplicationIdentifier', 'Realm', 'ActAsPermissions', 'AccountType' }
    IntraOrganizationConnector = @{ Keys = 'Name', 'Guid'; Types = @{ Guid = 'Guid'; TargetAddressDomains = 'Domains'; DiscoveryEndpoint = 'Uri'; TargetSharingEpr = 'Uri' }
        Settable = 'Name', 'Enabled', 'TargetAddressDomains', 'DiscoveryEndpoint', 'TargetSharingEpr' }
    IntraOrganizationConfiguration = @{ Keys = @('Name'); Types = @{ OnPremiseTargetAddresses = 'Domains'; OnlineTargetAddress = 'Domain'; OnPremiseDiscoveryEndpoint = 'Uri'; OnPremiseWebServiceEndpoint = 'Uri' } }
    OrganizationRelationship = @{ Keys = 'Name', 'Guid'; Types = @{ Guid = 'Guid'; DomainNames = 'Domains'; TargetAutodiscoverEpr = 'Uri'; TargetSharingEpr = 'Uri'; TargetApplicationUri = 'Uri'; TargetOwaURL = 'Uri'; FreeBusyAccessLevel = 'Enum'; MailTipsAccessLevel = 'Enum' }
        Settable = 'Name', 'Enabled', 'DomainNames', 'FreeBusyAccessEnabled', 'FreeBusyAccessLevel', 'MailTipsAccessEnabled', 'MailTipsAccessLevel', 'PhotosEnabled', 'ArchiveAccessEnabled', 'DeliveryReportEnabled', 'TargetApplicationUri', 'TargetAutodiscoverEpr', 'TargetSharingEpr', 'TargetOwaURL' }
    SettingOverride = @{ Keys = 'Name', 'Guid'; Types = @{ Guid = 'Guid'; Parameters = 'List'; Server = 'List' }; Settable = 'Parameters', 'Reason', 'Server', 'MinVersion', 'MaxVersion' }
    AcceptedDomain = @{ Keys = 'Name', 'Guid', 'DomainName'; Types = @{ Guid = 'Guid'; DomainName = 'Address'; DomainType = 'Enum' } }
    AvailabilityAddressSpace = @{ Keys = 'Name', 'ForestName', 'Guid'; Types = @{ Guid = 'Guid'; ProxyUrl = 'Uri'; AccessMethod = 'Enum'; TargetAutodiscoverEpr = 'Uri' } }
    AuthConfig = @{ Keys = @('Name'); Types = @{ Guid = 'Guid'; NextCertificateEffectiveDate = 'Date' } }
    OrganizationConfig = @{ Keys = 'Name', 'Guid'; Types = @{ Guid = 'Guid'; EwsAllowList = 'List'; EwsBlockList = 'List'; EwsApplicationAccessPolicy = 'Enum' }
        Settable = 'EwsEnabled', 'EwsAllowList', 'EwsBlockList', 'EwsApplicationAccessPolicy', 'EwsAllowedAppIDs', 'OAuth2ClientProfileEnabled', 'MailTipsExternalRecipientsTipsEnabled', 'MailTipsLargeAudienceThreshold', 'EwsAllowOutlook', 'EwsAllowMacOutlook', 'EwsAllowEntourage' }
    ExchangeServer = @{ Keys = 'Name', 'Fqdn', 'Guid'; Types = @{ Guid = 'Guid'; AdminDisplayVersion = ''; Edition = 'Enum'; Site = 'Id'; InternetWebProxy = 'Uri' } }
    WebServicesVirtualDirectory = @{ Keys = 'Identity', 'Guid'; Types = @{ Guid = 'Guid'; ExternalUrl = 'Uri'; InternalUrl = 'Uri'; Server = 'Id'; ExtendedProtectionTokenChecking = 'Enum' }
        Settable = 'ExternalUrl', 'InternalUrl', 'OAuthAuthentication', 'WSSecurityAuthentication', 'WindowsAuthentication', 'BasicAuthentication', 'MRSProxyEnabled' }
    AutodiscoverVirtualDirectory = @{ Keys = 'Identity', 'Guid'; Types = @{ Guid = 'Guid'; ExternalUrl = 'Uri'; InternalUrl = 'Uri'; Server = 'Id'; ExtendedProtectionTokenChecking = 'Enum' }
        Settable = 'OAuthAuthentication', 'WSSecurityAuthentication', 'WindowsAuthentication', 'BasicAuthentication' }
    MapiVirtualDirectory = @{ Keys = 'Identity', 'Guid'; Types = @{ Guid = 'Guid'; ExternalUrl = 'Uri'; InternalUrl = 'Uri'; Server = 'Id'; ExtendedProtectionTokenChecking = 'Enum'; IISAuthenticationMethods = 'Enums'; InternalAuthenticationMethods = 'Enums'; ExternalAuthenticationMethods = 'Enums' }
        Settable = 'ExternalUrl', 'InternalUrl', 'IISAuthenticationMethods' }
    OabVirtualDirectory = @{ Keys = 'Identity', 'Guid'; Types = @{ Guid = 'Guid'; ExternalUrl = 'Uri'; InternalUrl = 'Uri'; Server = 'Id'; ExtendedProtectionTokenChecking = 'Enum' }
        Settable = 'ExternalUrl', 'InternalUrl', 'OAuthAuthentication', 'WindowsAuthentication', 'BasicAuthentication', 'RequireSSL' }
    OwaVirtualDirectory = @{ Keys = 'Identity', 'Guid'; Types = @{ Guid = 'Guid'; ExternalUrl = 'Uri'; InternalUrl = 'Uri'; Server = 'Id' } }
    EcpVirtualDirectory = @{ Keys = 'Identity', 'Guid'; Types = @{ Guid = 'Guid'; ExternalUrl = 'Uri'; InternalUrl = 'Uri'; Server = 'Id' } }
    ActiveSyncVirtualDirectory = @{ Keys = 'Identity', 'Guid'; Types = @{ Guid = 'Guid'; ExternalUrl = 'Uri'; InternalUrl = 'Uri'; Server = 'Id'; ExtendedProtectionTokenChecking = 'Enum'; ClientCertAuth = 'Enum'; InternalAuthenticationMethods = 'Enums'; ExternalAuthenticationMethods = 'Enums' }
        Settable = 'ExternalUrl', 'InternalUrl', 'BasicAuthEnabled', 'WindowsAuthEnabled', 'InternalAuthenticationMethods', 'ExternalAuthenticationMethods' }
    OutlookAnywhere = @{ Keys = 'Identity', 'Guid'; Types = @{ Guid = 'Guid'; Server = 'Id'; ExtendedProtectionTokenChecking = 'Enum' } }
    PowerShellVirtualDirectory = @{ Keys = 'Identity', 'Guid'; Types = @{ Guid = 'Guid'; ExternalUrl = 'Uri'; InternalUrl = 'Uri'; Server = 'Id' } }
    ClientAccessService = @{ Keys = 'Name', 'Fqdn'; Types = @{ AutoDiscoverServiceInternalUri = 'Uri' } }
    MailboxServer = @{ Keys = 'Name', 'Fqdn'; Types = @{ } }
    Mailbox = @{ Keys = 'PrimarySmtpAddress', 'UserPrincipalName', 'Alias', 'Name', 'Guid'; Types = @{ Guid = 'Guid'; RecipientTypeDetails = 'Enum'; EmailAddresses = 'List' } }
    RemoteMailbox = @{ Keys = 'PrimarySmtpAddress', 'UserPrincipalName', 'Alias', 'Name', 'Guid'; Types = @{ Guid = 'Guid'; RecipientTypeDetails = 'Enum'; EmailAddresses = 'List' } }
    MailUser = @{ Keys = 'PrimarySmtpAddress', 'UserPrincipalName', 'Alias', 'Name', 'Guid'; Types = @{ Guid = 'Guid'; RecipientTypeDetails = 'Enum'; EmailAddresses = 'List' } }
    FederationTrust = @{ Keys = @('Name'); Types = @{ TokenIssuerUri = 'Uri'; ApplicationUri = 'Uri'; TokenIssuerEpr = 'Uri'; TokenIssuerMetadataEpr = 'Uri' } }
    FederatedOrganizationIdentifier = @{ Keys = @('Name'); Types = @{ AccountNamespace = 'Domain'; Domains = 'Domains'; DelegationTrustLink = 'Id' } }
    HybridConfiguration = @{ Keys = @('Name'); Types = @{ Domains = 'List'; Features = 'List' } }
    OnPremisesOrganization = @{ Keys = 'Name', 'Guid'; Types = @{ Guid = 'Guid'; HybridDomains = 'Domains' } }
    MigrationEndpoint = @{ Keys = @('Identity'); Types = @{ EndpointType = 'Enum' } }
    ServerComponentState = @{ Keys = @('Component'); Types = @{ State = 'Enum' } }
    AuthenticationPolicy = @{ Keys = @('Name'); Types = @{ } }
    ManagementRoleAssignment = @{ Keys = @('Name'); Types = @{ } }
    RoleGroup = @{ Keys = @('Name'); Types = @{ Members = 'List' } }
    AvailabilityConfig = @{ Keys = @('Name'); Types = @{ } }
}
foreach ($name in $script:Kinds.Keys) {
    $script:Kinds[$name].Name = $name
    if (-not $script:Kinds[$name].ContainsKey('Settable')) { $script:Kinds[$name].Settable = @() }
}

# Cmdlets with a behaviour, per shell. What a shell does not document is dropped when its functions are made.
$script:ExchangeRead = @('AuthServer', 'PartnerApplication', 'IntraOrganizationConnector', 'IntraOrganizationConfiguration', 'OrganizationRelationship', 'SettingOverride',
    'AcceptedDomain', 'AvailabilityAddressSpace', 'AuthConfig', 'OrganizationConfig', 'ExchangeServer', 'WebServicesVirtualDirectory', 'AutodiscoverVirtualDirectory',
    'MapiVirtualDirectory', 'OabVirtualDirectory', 'OwaVirtualDirectory', 'EcpVirtualDirectory', 'ActiveSyncVirtualDirectory', 'PowerShellVirtualDirectory', 'OutlookAnywhere',
    'ClientAccessService', 'MailboxServer', 'Mailbox', 'RemoteMailbox', 'MailUser', 'Recipient', 'FederationTrust', 'FederatedOrganizationIdentifier',
    'HybridConfiguration', 'OnPremisesOrganization', 'ServerComponentState', 'AuthenticationPolicy', 'AvailabilityConfig', 'ExchangeCertificate', 'ExchangeDiagnosticInfo')
$script:ExchangeWrite = @('New-AuthServer', 'Set-AuthServer', 'Remove-AuthServer', 'New-PartnerApplication', 'Set-PartnerApplication', 'Remove-PartnerApplication',
    'New-IntraOrganizationConnector', 'Set-IntraOrganizationConnector', 'Remove-IntraOrganizationConnector', 'Set-OrganizationConfig',
    'New-OrganizationRelationship', 'Set-OrganizationRelationship', 'Remove-OrganizationRelationship', 'New-SettingOverride', 'Set-SettingOverride', 'Remove-SettingOverride',
    'Add-AvailabilityAddressSpace', 'Remove-AvailabilityAddressSpace', 'Set-AuthConfig', 'New-ExchangeCertificate', 'Remove-ExchangeCertificate',
    'New-FederationTrust', 'Remove-FederationTrust', 'Set-FederatedOrganizationIdentifier', 'Add-FederatedDomain', 'Remove-FederatedDomain', 'Set-WebServicesVirtualDirectory', 'Set-AutodiscoverVirtualDirectory', 'Set-MapiVirtualDirectory', 'Set-OabVirtualDirectory', 'Set-ActiveSyncVirtualDirectory')

function Get-SimulatedNames {
    param([string] $Context)
    if ($Context -eq 'mggraph') { return $script:GraphCmdlets }
    $names = @($script:ExchangeRead | ForEach-Object { "Get-$_" }) + $script:ExchangeWrite + @('Test-OAuthConnectivity', 'Test-OrganizationRelationship', 'Get-FederatedDomainProof')
    if ($Context -eq 'exo') { return $names + @('Get-ConnectionInformation', 'Connect-ExchangeOnline', 'Disconnect-ExchangeOnline', 'Get-EXOMailbox') }
    return $names + @('Export-ExchangeCertificate', 'Get-ADServerSettings', 'Set-ADServerSettings')
}
