# Whether each side asks the other for free/busy times by an organization relationship, from the state alone.

# What is wrong with a relationship that a side has; empty where it works.
function Get-RelationshipTrouble {
    param($State, [string] $Context, $Relationship)
    $tenant = $State['tenant']
    $premises = $State['onPremises']
    $identifier = @($premises['objects']['FederatedOrganizationIdentifier'])[0]
    $trust = @($premises['objects']['FederationTrust'] | Where-Object { $_ -and $_['TokenIssuerUri'] -eq 'urn:federation:MicrosoftOnline' })
    if ($trust.Count -ne 1) { return 'the organisation has no federation trust with Exchange Online' }
    if (-not $identifier['Enabled'] -or -not $identifier['AccountNamespace']) { return 'the organisation has no account namespace that is enabled' }
    $missing = @($premises['smtpDomains'] | Where-Object { @($identifier['Domains']) -notcontains $_ })
    if ($missing.Count -gt 0) { return "$($missing -join ', ') is not federated" }
    if (-not $Relationship['Enabled'] -or -not $Relationship['FreeBusyAccessEnabled'] -or "$($Relationship['FreeBusyAccessLevel'])" -notin 'AvailabilityOnly', 'LimitedDetails') { return 'the relationship shares no free/busy times' }
    if ($Context -eq 'exo') {
        $application = "$($trust[0]['ApplicationUri'])"
        $endpoints = @($premises['network']['hosts'].Keys | ForEach-Object { "https://$_/autodiscover/autodiscover.svc/WSSecurity" })
        foreach ($kind in 'WebServicesVirtualDirectory', 'AutodiscoverVirtualDirectory') {
            foreach ($directory in @($premises['objects'][$kind])) { if ($directory -and -not $directory['WSSecurityAuthentication']) { return "WS-Security is off on $($directory['Identity'])" } }
        }
    } else {
        $application = @{ 'global' = 'outlook.com'; 'gcc-high' = 'office365.us' }[$tenant['cloud']]
        $endpoints = @("https://$($tenant['autodiscoverHost'])/autodiscover/autodiscover.svc/WSSecurity")
    }
    if ("$($Relationship['TargetApplicationUri'])" -ine $application) { return "the application is $($Relationship['TargetApplicationUri']), not $application" }
    if ($endpoints -notcontains "$($Relationship['TargetAutodiscoverEpr'])") { return "Autodiscover is sought at $($Relationship['TargetAutodiscoverEpr'])" }
    return ''
}

# An enabled connector for a domain wins over a relationship; then nothing is asked by one.
function Get-RelationJudgement {
    param($State, [string] $Context)
    $objects = if ($Context -eq 'exo') { $State['tenant']['exchange']['objects'] } else { $State['onPremises']['objects'] }
    $domains = if ($Context -eq 'exo') { @($State['onPremises']['smtpDomains']) } else { @($State['tenant']['routingDomain']) }
    $wins = @($objects['IntraOrganizationConnector'] | Where-Object { $_ -and $_['Enabled'] -and @($_['TargetAddressDomains'] | Where-Object { $domains -contains $_ }).Count -gt 0 })
    if ($wins.Count -gt 0) { return [ordered]@{ works = $false; failure = ''; why = "the connector $($wins[0]['Name']) wins" } }
    $found = @($objects['OrganizationRelationship'] | Where-Object { $_ -and $_['Enabled'] -and @($_['DomainNames'] | Where-Object { $domains -contains $_ }).Count -gt 0 })
    if ($found.Count -ne 1) { return [ordered]@{ works = $false; failure = ''; why = "$($found.Count) enabled relationships hold $($domains -join ', ')" } }
    $why = Get-RelationshipTrouble $State $Context $found[0]
    foreach ($domain in $domains) { if (-not $why -and @($found[0]['DomainNames']) -notcontains $domain) { $why = "$domain is not in the relationship" } }
    return [ordered]@{ works = (-not $why); failure = ''; why = $why }
}
