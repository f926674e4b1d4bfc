# AuthServer and PartnerApplication: metadata documents give issuer, realm and endpoints.

# What answers at the hosts that publish metadata documents, per cloud.
$script:MetadataHosts = @{
    'accounts.accesscontrol.windows.net' = 'global'; 'login.windows.net' = 'global'; 'login.microsoftonline.com' = 'global'; 'sts.windows.net' = 'global'
    'login.microsoftonline.us' = 'us'; 'accounts.accesscontrol.chinacloudapi.cn' = 'china'; 'login.chinacloudapi.cn' = 'china'; 'login.partner.microsoftonline.cn' = 'china'
}

function Get-CloudFamily {
    param([string] $Cloud)
    switch ($Cloud) { 'gcc-high' { return 'us' } 'dod' { return 'us' } }
    return $Cloud
}

# The tenant id behind a URL's tenant segment: id, initial domain or a domain verified there; $null when the cloud knows none.
function Resolve-TenantSegment {
    param([string] $Segment, [string] $Family)
    $tenants = @($script:Sim.State['tenant']) + @($script:Sim.State['otherTenants'])
    foreach ($tenant in $tenants) {
        if ($null -eq $tenant -or (Get-CloudFamily $tenant['cloud']) -ne $Family) { continue }
        if ($tenant['id'] -ieq $Segment) { return $tenant['id'] }
        foreach ($domain in $tenant['domains']) { if ($domain['isVerified'] -and $domain['id'] -ieq $Segment) { return $tenant['id'] } }
    }
    return $null
}

function Stop-Metadata {
    param([string] $Url, [string] $Why)
    Stop-WithError "Cannot acquire auth metadata document from '$Url'. Error: $Why" 'AuthMetadataException' 'InvalidResult'
}

function Get-Metadata {
    param([string] $Url)
    $uri = $null
    if (-not [uri]::TryCreate($Url, 'Absolute', [ref]$uri)) { Stop-WithError "The value '$Url' is not a valid URL." 'InvalidUrl' 'InvalidArgument' }
    if (-not $script:Sim.State['onPremises']['network']['metadataReachable']) { Stop-Metadata $Url 'The underlying connection was closed: An unexpected error occurred on a send.' }
    if (-not $script:MetadataHosts.ContainsKey($uri.Host)) { Stop-Metadata $Url "The remote name could not be resolved: '$($uri.Host)'" }
    $family = $script:MetadataHosts[$uri.Host]
    $segment = $uri.Segments[1].TrimEnd('/')
    $path = $uri.AbsolutePath.Substring($uri.Segments[0].Length + $uri.Segments[1].Length)
    $acs = $path -ieq 'metadata/json/1'
    $evoSts = $path -ieq 'federationmetadata/2007-06/federationmetadata.xml'
    if (-not $acs -and -not $evoSts) { Stop-Metadata $Url 'The remote server returned an error: (404) Not Found.' }
    $tenantId = Resolve-TenantSegment $segment $family
    if ($null -eq $tenantId) { Stop-Metadata $Url 'The remote server returned an error: (400) Bad Request. AADSTS90002: Tenant not found.' }
    $base = "https://$($uri.Host)"
    if ($acs) {
        return [ordered]@{ Kind = 'acs'; IssuerIdentifier = '00000001-0000-0000-c000-000000000000'; Realm = $tenantId; TokenIssuingEndpoint = "$base/$tenantId/tokens/OAuth/2"; AuthorizationEndpoint = $null }
    }
    return [ordered]@{ Kind = 'evoSts'; IssuerIdentifier = "https://sts.windows.net/$tenantId/"; Realm = $tenantId; TokenIssuingEndpoint = "$base/common/oauth2/token"; AuthorizationEndpoint = "$base/common/oauth2/authorize" }
}

function Set-Metadata {
    param($Object, [string] $Url)
    $metadata = Get-Metadata $Url
    if ($metadata.Kind -eq 'acs' -and $Object['Type'] -ne 'MicrosoftACS') { Stop-Metadata $Url 'The document is not a federation metadata document.' }
    if ($metadata.Kind -eq 'evoSts' -and $Object['Type'] -eq 'MicrosoftACS') { Stop-Metadata $Url 'The document is not a JSON metadata document.' }
    foreach ($other in (Get-Collection 'exchange-shell' 'AuthServer')) {
        if ([object]::ReferenceEquals($other, $Object)) { continue }
        if ($other['IssuerIdentifier'] -ieq $metadata.IssuerIdentifier -and "$($other['Realm'])" -ieq "$($metadata.Realm)") {
            Stop-WithError "An authorization server with the issuer identifier '$($metadata.IssuerIdentifier)' and the realm '$($metadata.Realm)' already exists: '$($other['Name'])'." 'DuplicateAuthServer' 'ResourceExists'
        }
    }
    foreach ($key in 'IssuerIdentifier', 'Realm', 'TokenIssuingEndpoint', 'AuthorizationEndpoint') { $Object[$key] = $metadata[$key] }
    $Object['AuthMetadataUrl'] = $Url
    $Object['_metadataStale'] = $false
}

function Assert-ServerParameter {
    param($Bound)
    if (-not $Bound.ContainsKey('ApplicationIdentifier')) { return }
    $id = "$($Bound['ApplicationIdentifier'])"
    $parsed = [guid]::Empty
    if ($id -and -not [guid]::TryParse($id, [ref]$parsed)) { Stop-WithError "The value '$id' is not a valid application identifier." 'InvalidApplicationIdentifier' 'InvalidArgument' }
}

function New-AuthServerObject {
    param($Bound)
    Assert-ServerParameter $Bound
    $type = if ($Bound.ContainsKey('Type')) { $Bound['Type'] } else { 'MicrosoftACS' }
    if ($type -notin 'MicrosoftACS', 'AzureAD') { Stop-Simulation "New-AuthServer -Type $type has no behaviour" }
    $object = [ordered]@{ Name = $Bound['Name']; Guid = (New-MadeUpId); Type = $type; IssuerIdentifier = $null; Realm = $null; TokenIssuingEndpoint = $null
        AuthorizationEndpoint = $null; AuthMetadataUrl = $null; Enabled = $true; IsDefaultAuthorizationEndpoint = $false; ApplicationIdentifier = $null
        DomainName = @(); GraphBaseUrl = $null; _metadataStale = $false }
    if ($Bound.ContainsKey('AuthMetadataUrl')) { Set-Metadata $object $Bound['AuthMetadataUrl'] }
    Set-Properties $script:Kinds['AuthServer'] $object $Bound @('AuthMetadataUrl', 'Type', 'TrustAnySSLCertificate')
    Add-Object 'exchange-shell' 'AuthServer' $object
    return ConvertTo-ShellObject $script:Kinds['AuthServer'] $object
}

# The default authorization endpoint is one: it cannot be switched on for a second AuthServer.
function Assert-DefaultEndpoint {
    param($Bound)
    if (-not $Bound.ContainsKey('IsDefaultAuthorizationEndpoint') -or -not $Bound['IsDefaultAuthorizationEndpoint']) { return }
    $object = Get-OneObject 'exchange-shell' 'AuthServer' $Bound['Identity']
    if ($object['Type'] -eq 'MicrosoftACS') { Stop-Simulation 'Set-AuthServer -IsDefaultAuthorizationEndpoint of a MicrosoftACS object has no behaviour' }
    foreach ($other in (Get-Collection 'exchange-shell' 'AuthServer')) {
        if ([object]::ReferenceEquals($other, $object) -or -not $other['IsDefaultAuthorizationEndpoint']) { continue }
        Stop-WithError "The authorization server '$($other['Name'])' is the default authorization endpoint. There can be only one." 'OnlyOneDefaultAuthorizationEndpoint' 'InvalidOperation'
    }
}

function Set-AuthServerObject {
    param($Bound)
    Assert-ServerParameter $Bound
    Assert-DefaultEndpoint $Bound
    $object = Invoke-GenericSet 'exchange-shell' 'AuthServer' $Bound @('AuthMetadataUrl', 'RefreshAuthMetadata', 'TrustAnySSLCertificate')
    if ($Bound.ContainsKey('AuthMetadataUrl')) { Set-Metadata $object $Bound['AuthMetadataUrl'] }
    elseif ($Bound.ContainsKey('RefreshAuthMetadata') -and $object['AuthMetadataUrl']) { Set-Metadata $object $object['AuthMetadataUrl'] }
    foreach ($name in 'ApplicationIdentifier', 'GraphBaseUrl') { if ("$($object[$name])" -eq '') { $object[$name] = $null } }
}

function New-PartnerApplicationObject {
    param([string] $Context, $Bound)
    if ($Bound.ContainsKey('AuthMetadataUrl')) { Stop-Simulation 'New-PartnerApplication -AuthMetadataUrl has no behaviour' }
    $object = [ordered]@{ Name = $Bound['Name']; Guid = (New-MadeUpId); Enabled = $true; ApplicationIdentifier = $null; CertificateStrings = @(); AuthMetadataUrl = $null; Realm = $null
        UseAuthServer = $true; AcceptSecurityIdentifierInformation = $false; LinkedAccount = $null; IssuerIdentifier = $null; AppOnlyPermissions = $null; ActAsPermissions = $null }
    Set-Properties $script:Kinds['PartnerApplication'] $object $Bound @()
    Add-Object $Context 'PartnerApplication' $object
    return ConvertTo-ShellObject $script:Kinds['PartnerApplication'] $object
}
