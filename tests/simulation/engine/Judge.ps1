# Whether calls between the organisations work, from the state alone. Knows nothing of any script.

$script:SharedAppId = '00000002-0000-0ff1-ce00-000000000000'
$script:FullAccessRole = 'dc890d15-9560-4a4c-9b7f-a736ec74ec40'
# The least builds that know the dedicated application (domain facts, section 3).
$script:DedicatedBuilds = @(@{ From = '15.1.2507.0'; Least = '15.1.2507.55' }, @{ From = '15.2.1544.0'; Least = '15.2.1544.25' }, @{ From = '15.2.1748.0'; Least = '15.2.1748.24' }, @{ From = '15.2.2562.0'; Least = '15.2.2562.17' })
# The least build of the Graph flow, and what its application needs consent for (the same section).
$script:GraphBuild = [version]'15.2.2562.41'
$script:GraphAppId = '00000003-0000-0000-c000-000000000000'
$script:GraphRoles = 'Calendars.Read', 'MailboxSettings.Read', 'MailTips.ReadBasic.All', 'ProfilePhoto.Read.All'

function New-Verdict {
    param([string] $Failure, [string] $Why, [string] $AppId)
    return [pscustomobject]@{ Works = (-not $Failure); Failure = $Failure; Why = $Why; AppId = $AppId }
}

function Get-HostName {
    param([string] $Url)
    $uri = $null
    if ([uri]::TryCreate($Url, 'Absolute', [ref]$uri)) { return $uri.Host.ToLowerInvariant() }
    return ''
}

function Test-DedicatedBuild {
    param([string] $Build)
    $version = [version]$Build
    foreach ($row in $script:DedicatedBuilds) {
        $from = [version]$row.From
        if ($version.Major -eq $from.Major -and $version.Minor -eq $from.Minor -and $version.Build -eq $from.Build) { return $version -ge [version]$row.Least }
    }
    return $version -gt [version]'15.2.2562.17'
}

# Whether an override acts on the server and says yes.
function Test-OverrideSays {
    param($Server, [string] $Component, [string] $Section)
    foreach ($override in @($Server['activeOverrides'])) {
        if ($null -eq $override) { continue }
        if ($override['ComponentName'] -eq $Component -and $override['SectionName'] -eq $Section) {
            foreach ($parameter in @($override['Parameters'])) { if ("$parameter".Replace(' ', '') -ieq 'Enabled=true') { return $true } }
        }
    }
    return $false
}

# Whether the server acts as the dedicated application: build, an override that acts there.
function Test-OverrideActs {
    param($Server)
    return (Test-DedicatedBuild $Server['build']) -and (Test-OverrideSays $Server 'Global' 'ExchangeOnpremAsThirdPartyAppId')
}

# Whether the server sends what users ask for (Free/Busy, photos) to Microsoft Graph: as the dedicated application, by build and override.
function Test-GraphRouted {
    param($Server)
    return (Test-OverrideActs $Server) -and [version]$Server['build'] -ge $script:GraphBuild -and (Test-OverrideSays $Server 'SettingOverride' 'RouteThroughMSGraph')
}

function Get-MetadataFamily {
    param([string] $Url)
    $name = Get-HostName $Url
    if ($script:MetadataHosts.ContainsKey($name)) { return $script:MetadataHosts[$name] }
    return ''
}

# The server's token issuer: one enabled ACS object of the tenant and its cloud.
function Get-IssuerVerdict {
    param($State)
    $tenant = $State['tenant']
    $enabled = @($State['onPremises']['objects']['AuthServer'] | Where-Object { $_ -and $_['Type'] -eq 'MicrosoftACS' -and $_['Enabled'] })
    $mine = @($enabled | Where-Object { "$($_['Realm'])" -ieq $tenant['id'] })
    if ($mine.Count -gt 1) { return New-Verdict 'duplicate-realm' "$($mine.Count) authorization servers of type MicrosoftACS have the realm $($tenant['id'])" }
    $foreign = @($enabled | Where-Object { (Get-MetadataFamily $_['AuthMetadataUrl']) -ne (Get-CloudFamily $tenant['cloud']) })
    if ($mine.Count -eq 0 -and $foreign.Count -gt 0) { return New-Verdict 'wrong-cloud' 'the authorization server is of another cloud' }
    if ($mine.Count -eq 0) { return New-Verdict 'no-trusted-issuer' 'no enabled authorization server has the tenant as its realm' }
    if ((Get-MetadataFamily $mine[0]['AuthMetadataUrl']) -ne (Get-CloudFamily $tenant['cloud'])) { return New-Verdict 'wrong-cloud' 'the authorization server is of another cloud' }
    return New-Verdict '' ''
}

function Test-KeyHeld {
    param($Object, [string] $Thumbprint, [datetimeoffset] $Now)
    foreach ($key in @($Object['keyCredentials'])) {
        if ($null -eq $key -or -not $key['key']) { continue }
        $print = [Convert]::ToHexString([Security.Cryptography.SHA1]::HashData([Convert]::FromBase64String($key['key'])))
        if ($print -ieq $Thumbprint -and [datetimeoffset]::Parse($key['endDateTime'], [Globalization.CultureInfo]::InvariantCulture) -gt $Now) { return $true }
    }
    return $false
}

# Whether one role of a service was given to the application.
function Get-ConsentVerdict {
    param($Tenant, $Application, $Principal, [string] $ResourceAppId, [string] $RoleId)
    $resource = @($Tenant['servicePrincipals'] | Where-Object { $_ -and $_['appId'] -eq $ResourceAppId })[0]
    $consent = @($Tenant['appRoleAssignments'] | Where-Object { $_ -and $_['principalId'] -eq $Principal['id'] -and $_['resourceId'] -eq $resource['id'] -and $_['appRoleId'] -eq $RoleId })
    if ($consent.Count -gt 0) { return New-Verdict '' '' $Application['appId'] }
    $asked = @($Application['requiredResourceAccess'] | Where-Object { $_ -and $_['resourceAppId'] -eq $ResourceAppId -and @($_['resourceAccess'] | ForEach-Object { $_['id'] }) -contains $RoleId })
    if ($asked.Count -gt 0) { return New-Verdict 'aadsts65001' 'the permission was asked for and not consented' $Application['appId'] }
    return New-Verdict 'forbidden-403' 'the application has no permission' $Application['appId']
}

# The Graph flow: the Global cloud, the address of Graph in the AuthServer, every role of the flow.
function Get-GraphVerdict {
    param($Tenant, $AuthServer, $Application, $Principal)
    if ($Tenant['cloud'] -ne 'global') { return New-Verdict 'wrong-cloud' 'the Graph flow exists in the Global cloud only' $Application['appId'] }
    if ((Get-HostName "$($AuthServer['GraphBaseUrl'])") -ne 'graph.microsoft.com') { return New-Verdict 'forbidden-403' "the GraphBaseUrl $($AuthServer['GraphBaseUrl']) is not Microsoft Graph" $Application['appId'] }
    $graph = @($Tenant['servicePrincipals'] | Where-Object { $_ -and $_['appId'] -eq $script:GraphAppId })[0]
    foreach ($value in $script:GraphRoles) {
        $role = @($graph['appRoles'] | Where-Object { $_ -and $_['value'] -eq $value })[0]
        $consent = Get-ConsentVerdict $Tenant $Application $Principal $script:GraphAppId "$($role['id'])"
        if (-not $consent.Works) { return $consent }
    }
    return New-Verdict '' '' $Application['appId']
}

function Get-DedicatedVerdict {
    param($State, [string] $Thumbprint, [datetimeoffset] $Now, [bool] $ThroughGraph)
    $tenant = $State['tenant']
    $evoSts = @($State['onPremises']['objects']['AuthServer'] | Where-Object { $_ -and $_['Type'] -eq 'AzureAD' -and $_['Enabled'] })
    $withApp = @($evoSts | Where-Object { $_['ApplicationIdentifier'] -and @($_['DomainName']) -contains $tenant['routingDomain'] })
    # Without an application for the domain the server falls back to the shared one.
    if ($withApp.Count -eq 0) { return $null }
    $server = $withApp[0]
    $appId = $server['ApplicationIdentifier']
    if ("$($server['Realm'])" -ine $tenant['id']) { return New-Verdict 'aadsts90002' "the realm $($server['Realm']) is not the tenant" $appId }
    if ((Get-MetadataFamily $server['AuthMetadataUrl']) -ne (Get-CloudFamily $tenant['cloud'])) { return New-Verdict 'wrong-cloud' 'the evoSTS object is of another cloud' $appId }
    $principal = @($tenant['servicePrincipals'] | Where-Object { $_ -and $_['appId'] -ieq $appId })
    $application = @($tenant['applications'] | Where-Object { $_ -and $_['appId'] -ieq $appId })
    if ($principal.Count -eq 0 -or $application.Count -eq 0) { return New-Verdict 'aadsts700016' "application $appId is not in the tenant" $appId }
    if (-not $principal[0]['accountEnabled']) { return New-Verdict 'aadsts500014' 'the principal of the application is disabled' $appId }
    if (-not (Test-KeyHeld $application[0] $Thumbprint $Now) -and -not (Test-KeyHeld $principal[0] $Thumbprint $Now)) { return New-Verdict 'aadsts700027' 'the application does not hold the certificate' $appId }
    if ($ThroughGraph) { return Get-GraphVerdict $tenant $server $application[0] $principal[0] }
    $consent = Get-ConsentVerdict $tenant $application[0] $principal[0] $script:SharedAppId $script:FullAccessRole
    if (-not $consent.Works) { return $consent }
    if ($tenant['exchange']['allowListEnforced']) {
        $config = @($tenant['exchange']['objects']['OrganizationConfig'])[0]
        $allowed = @("$($config['EwsAllowedAppIDs'])".Split(',') | ForEach-Object { $_.Trim() })
        if ($config['EwsEnabled'] -eq $false -or $allowed -notcontains $appId) { return New-Verdict 'forbidden-403' 'the application is not in EwsAllowedAppIDs' $appId }
    }
    return New-Verdict '' '' $appId
}

# One server calls Exchange Online for a mailbox. Test-OAuthConnectivity calls EWS; for users (-ForUsers) the server calls
# Microsoft Graph instead where it is told to.
function Get-ToOnlineJudgement {
    param($State, [string] $ServerName, $Uri, [string] $Mailbox, [switch] $ForUsers)
    $tenant = $State['tenant']
    $onPremises = $State['onPremises']
    $server = $onPremises['servers'][$ServerName]
    $now = [datetimeoffset]::Parse($State['clock'], [Globalization.CultureInfo]::InvariantCulture)
    $thumbprint = "$(@($onPremises['objects']['AuthConfig'])[0]['CurrentCertificateThumbprint'])"
    $held = @($server['certificates'] | Where-Object { $_ -and $_['thumbprint'] -ieq $thumbprint -and $_['hasPrivateKey'] })
    if (-not $thumbprint -or $held.Count -eq 0) { return New-Verdict 'missing-signing-certificate' "the certificate $thumbprint is not on $ServerName with its key" }
    $issuer = Get-IssuerVerdict $State
    if (-not $issuer.Works) { return $issuer }
    $target = $Uri.Host.ToLowerInvariant()
    $shared = @($tenant['servicePrincipals'] | Where-Object { $_ -and $_['appId'] -eq $script:SharedAppId })
    if ($shared.Count -eq 0) { return New-Verdict 'aadsts700016' 'Exchange Online has no principal in the tenant' }
    $names = @($shared[0]['servicePrincipalNames'] | ForEach-Object { "$_".TrimEnd('/').ToLowerInvariant() })
    if ($names -notcontains "https://$target") { return New-Verdict 'aadsts500011' "https://$target is not a name of the principal" }
    if (-not $shared[0]['accountEnabled']) { return New-Verdict 'aadsts500014' 'the principal of Exchange Online is disabled' }
    $appId = $script:SharedAppId
    $dedicated = $null
    if (Test-OverrideActs $server) { $dedicated = Get-DedicatedVerdict $State $thumbprint $now ([bool]$ForUsers -and (Test-GraphRouted $server)) }
    if ($null -ne $dedicated) {
        if (-not $dedicated.Works) { return $dedicated }
        $appId = $dedicated.AppId
    } else {
        if ($tenant['exchange']['sharedPrincipalBlocked']) { return New-Verdict 'forbidden-403' 'calls of the shared principal are blocked' $appId }
        if (-not (Test-KeyHeld $shared[0] $thumbprint $now)) { return New-Verdict 'aadsts50012' 'the shared principal does not hold the certificate' $appId }
    }
    if ($Uri.AbsolutePath -inotmatch '^/(ews/exchange\.asmx|autodiscover/autodiscover\.svc|metadata/json/1|)(/.*)?$') { return New-Verdict 'http-404' "the path $($Uri.AbsolutePath) does not exist" $appId }
    if ($Mailbox) {
        $twins = @(foreach ($kind in 'MailUser', 'Mailbox') { $tenant['exchange']['objects'][$kind] | Where-Object { $_ -and $_['PrimarySmtpAddress'] -ieq $Mailbox } })
        if ($twins.Count -ne 1) { return New-Verdict 'invalid-user-2000005' "$Mailbox has $($twins.Count) counterparts online" $appId }
    }
    return New-Verdict '' '' $appId
}

# Exchange Online calls a published host for a mailbox.
function Get-ToOnPremisesJudgement {
    param($State, $Uri, [string] $Mailbox)
    $tenant = $State['tenant']
    $onPremises = $State['onPremises']
    $name = $Uri.Host.ToLowerInvariant()
    $hosts = $onPremises['network']['hosts']
    if (-not $hosts.Contains($name)) { return New-Verdict 'http-404' "$name is not a host of the organisation" }
    $trouble = "$($hosts[$name]['failure'])"
    if ($trouble -in 'http-504', 'iis-503', 'object-moved', 'audience-hostname-2000003', 'http-405', 'http-404', 'wssecurity-500') { return New-Verdict $trouble "the way to $name is broken" }
    if ($Uri.AbsolutePath -inotmatch '^/(ews/exchange\.asmx|autodiscover/autodiscover\.svc|metadata/json/1|)$') { return New-Verdict 'http-404' "the path $($Uri.AbsolutePath) does not exist" }
    $shared = @($tenant['servicePrincipals'] | Where-Object { $_ -and $_['appId'] -eq $script:SharedAppId })[0]
    $names = @($shared['servicePrincipalNames'] | ForEach-Object { "$_".TrimEnd('/').ToLowerInvariant() })
    if ($names -notcontains "https://$name") { return New-Verdict 'unauthorized-401' "https://$name is not a name of the principal" }
    $issuers = @($onPremises['objects']['AuthServer'] | Where-Object { $_ -and $_['Enabled'] -and "$($_['Realm'])" -ieq $tenant['id'] })
    foreach ($type in 'MicrosoftACS', 'AzureAD') {
        if (@($issuers | Where-Object { $_['Type'] -eq $type }).Count -eq 0) { return New-Verdict 'unauthorized-401' "no enabled authorization server of type $type has the tenant as its realm" }
    }
    if (@($issuers | Where-Object { $_['_metadataStale'] }).Count -gt 0) { return New-Verdict 'invalid-signature-2000000' 'the metadata is stale' }
    $partner = @($onPremises['objects']['PartnerApplication'] | Where-Object { $_ -and $_['ApplicationIdentifier'] -eq $script:SharedAppId -and -not $_['Realm'] })
    if ($partner.Count -eq 0 -or -not $partner[0]['Enabled']) { return New-Verdict 'unauthorized-401' 'the partner application is disabled' }
    if (-not $partner[0]['LinkedAccount']) { return New-Verdict 'missing-linked-account' 'the partner application has no linked account' }
    foreach ($kind in 'WebServicesVirtualDirectory', 'AutodiscoverVirtualDirectory') {
        foreach ($directory in @($onPremises['objects'][$kind])) { if ($directory -and -not $directory['OAuthAuthentication']) { return New-Verdict 'unauthorized-401' "OAuth is off on $($directory['Identity'])" } }
    }
    if ($Mailbox) {
        $twins = @(foreach ($kind in 'RemoteMailbox', 'MailUser', 'Mailbox') { $onPremises['objects'][$kind] | Where-Object { $_ -and $_['PrimarySmtpAddress'] -ieq $Mailbox } })
        if ($twins.Count -ne 1) { return New-Verdict 'invalid-user-2000005' "$Mailbox has $($twins.Count) counterparts on-premises" }
    }
    return New-Verdict '' ''
}

function Test-Connector {
    param($Connectors, [string[]] $Domains, [string[]] $Endpoints)
    foreach ($domain in $Domains) {
        $mine = @($Connectors | Where-Object { $_ -and @($_['TargetAddressDomains']) -contains $domain })
        if ($mine.Count -eq 0) { return New-Verdict 'no-connector' "no connector has $domain" }
        if (-not $mine[0]['Enabled']) { return New-Verdict 'no-connector' "the connector of $domain is disabled" }
        if ($mine[0]['DiscoveryEndpoint'] -like '*.resource.mailboxmigration.his.msappproxy.net/*') { continue }
        if ($Endpoints -notcontains "$($mine[0]['DiscoveryEndpoint'])".ToLowerInvariant().TrimEnd('/')) { return New-Verdict 'wrong-endpoint' "the connector of $domain goes to $($mine[0]['DiscoveryEndpoint'])" }
    }
    return New-Verdict '' ''
}

# Whether people sign in with tokens of Entra ID at every server that runs: the switch, the endpoint to which clients are
# sent, OAuth on what they call, a name in the tenant for every URL they are told.
function Get-SignInJudgement {
    param($State)
    $objects = $State['onPremises']['objects']
    if (-not @($objects['OrganizationConfig'])[0]['OAuth2ClientProfileEnabled']) { return New-Verdict 'profile-off' 'OAuth2ClientProfileEnabled is off' }
    $default = @($objects['AuthServer'] | Where-Object { $_ -and $_['IsDefaultAuthorizationEndpoint'] -and $_['Enabled'] })
    if ($default.Count -ne 1 -or $default[0]['Type'] -ne 'AzureAD' -or "$($default[0]['Realm'])" -ine $State['tenant']['id']) { return New-Verdict 'no-default-endpoint' "$($default.Count) default authorization endpoints, of the tenant must be one" }
    $shared = @($State['tenant']['servicePrincipals'] | Where-Object { $_ -and $_['appId'] -eq $script:SharedAppId })[0]
    $names = @($shared['servicePrincipalNames'] | ForEach-Object { "$_".ToLowerInvariant() })
    foreach ($kind in 'MapiVirtualDirectory', 'WebServicesVirtualDirectory', 'OabVirtualDirectory', 'AutodiscoverVirtualDirectory', 'ActiveSyncVirtualDirectory') {
        foreach ($directory in @($objects[$kind])) {
            if ($null -eq $directory -or $State['onPremises']['servers']["$($directory['Server'])"]['off']) { continue }
            $lists = @('IISAuthenticationMethods', 'InternalAuthenticationMethods', 'ExternalAuthenticationMethods' | Where-Object { @($directory[$_]).Count -gt 0 -and $null -ne @($directory[$_])[0] })
            foreach ($list in $lists) { if (@($directory[$list]) -notcontains 'OAuth') { return New-Verdict 'oauth-off' "$list of $($directory['Identity']) has no OAuth" } }
            if ($directory.Contains('OAuthAuthentication') -and -not $directory['OAuthAuthentication']) { return New-Verdict 'oauth-off' "OAuth is off on $($directory['Identity'])" }
            foreach ($url in 'InternalUrl', 'ExternalUrl') {
                if ($directory[$url] -and $names -notcontains "https://$(Get-HostName $directory[$url])/") { return New-Verdict 'name-missing' "$url of $($directory['Identity']) is no name of the principal" }
            }
        }
    }
    foreach ($service in @($objects['ClientAccessService'])) {
        if ($service -and $names -notcontains "https://$(Get-HostName $service['AutoDiscoverServiceInternalUri'])/") { return New-Verdict 'name-missing' "$($service['AutoDiscoverServiceInternalUri']) is no name of the principal" }
    }
    return New-Verdict '' ''
}

# Both directions, every server, every host, connectors too: what users have.
function Get-Judgement {
    param($State)
    $tenant = $State['tenant']
    $onPremises = $State['onPremises']
    $toOnline = $null
    foreach ($server in @($onPremises['servers'].Keys)) {
        if ($onPremises['servers'][$server]['off']) { continue }
        $verdict = Get-ToOnlineJudgement $State $server ([uri]"https://$($tenant['exchangeHost'])/ews/exchange.asmx") "$($onPremises['testMailbox'])" -ForUsers
        if (-not $verdict.Works) { $toOnline = $verdict; break }
    }
    if ($null -eq $toOnline) {
        $toOnline = Test-Connector $onPremises['objects']['IntraOrganizationConnector'] @($tenant['routingDomain']) @("https://$($tenant['exchangeHost'])/autodiscover/autodiscover.svc", "https://$($tenant['autodiscoverHost'])/autodiscover/autodiscover.svc")
    }
    $toOnPremises = $null
    foreach ($name in @($onPremises['network']['hosts'].Keys)) {
        $verdict = Get-ToOnPremisesJudgement $State ([uri]"https://$name/metadata/json/1") "$($tenant['testMailbox'])"
        if (-not $verdict.Works) { $toOnPremises = $verdict; break }
    }
    if ($null -eq $toOnPremises) {
        $endpoints = @($onPremises['network']['hosts'].Keys | ForEach-Object { "https://$_/autodiscover/autodiscover.svc" })
        $toOnPremises = Test-Connector $tenant['exchange']['objects']['IntraOrganizationConnector'] @($onPremises['smtpDomains']) $endpoints
    }
    $signIn = Get-SignInJudgement $State
    return [ordered]@{
        signIn = [ordered]@{ works = $signIn.Works; failure = $signIn.Failure; why = $signIn.Why }
        toOnline = [ordered]@{ works = $toOnline.Works; failure = $toOnline.Failure; why = $toOnline.Why; appId = $toOnline.AppId }
        toOnPremises = [ordered]@{ works = $toOnPremises.Works; failure = $toOnPremises.Failure; why = $toOnPremises.Why }
        relationToOnline = (Get-RelationJudgement $State 'exchange-shell')
        relationToOnPremises = (Get-RelationJudgement $State 'exo')
    }
}
