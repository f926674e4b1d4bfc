# Connectors, relationships and address spaces between the organisations.

function Assert-ConnectorDomains {
    param([string] $Context, $Object)
    foreach ($domain in @($Object['TargetAddressDomains'])) {
        if ([uri]::CheckHostName($domain) -ne 'Dns' -or -not $domain.Contains('.')) { Stop-WithError "The value '$domain' is not a valid SMTP domain." 'InvalidSmtpDomain' 'InvalidArgument' }
        foreach ($other in (Get-Collection $Context 'IntraOrganizationConnector')) {
            if ([object]::ReferenceEquals($other, $Object)) { continue }
            if (@($other['TargetAddressDomains']) -contains $domain) {
                Stop-WithError "The domain '$domain' exists in another intra-organization connector: '$($other['Name'])'. A domain can be in one connector only." 'DuplicateIntraOrganizationConnectorDomain' 'ResourceExists'
            }
        }
    }
    if (@($Object['TargetAddressDomains']).Count -eq 0) { Stop-WithError 'TargetAddressDomains must have at least one domain.' 'EmptyTargetAddressDomains' 'InvalidArgument' }
    $uri = $null
    if (-not [uri]::TryCreate("$($Object['DiscoveryEndpoint'])", 'Absolute', [ref]$uri) -or $uri.Scheme -ne 'https') { Stop-WithError "The value '$($Object['DiscoveryEndpoint'])' of DiscoveryEndpoint isn't a valid HTTPS URL." 'InvalidDiscoveryEndpoint' 'InvalidArgument' }
}

function New-Connector {
    param([string] $Context, $Bound)
    $object = [ordered]@{ Name = $Bound['Name']; Guid = (New-MadeUpId); TargetAddressDomains = @(); DiscoveryEndpoint = $null; TargetSharingEpr = $null; Enabled = $true }
    if ($Context -ne 'exo') { $object.Remove('TargetSharingEpr') }
    Set-Properties $script:Kinds['IntraOrganizationConnector'] $object $Bound @()
    Assert-ConnectorDomains $Context $object
    Add-Object $Context 'IntraOrganizationConnector' $object
    return ConvertTo-ShellObject $script:Kinds['IntraOrganizationConnector'] $object
}

function Set-Connector {
    param([string] $Context, $Bound)
    $object = Get-OneObject $Context 'IntraOrganizationConnector' $Bound['Identity']
    $trial = Copy-Value $object
    Set-Properties $script:Kinds['IntraOrganizationConnector'] $trial $Bound @()
    $others = @(Get-Collection $Context 'IntraOrganizationConnector' | Where-Object { -not [object]::ReferenceEquals($_, $object) })
    $all = @(Get-Collection $Context 'IntraOrganizationConnector')
    try {
        Set-Collection $Context 'IntraOrganizationConnector' $others
        Assert-ConnectorDomains $Context $trial
    } finally { Set-Collection $Context 'IntraOrganizationConnector' $all }
    [void](Invoke-GenericSet $Context 'IntraOrganizationConnector' $Bound @())
}

function New-Relationship {
    param([string] $Context, $Bound)
    $object = [ordered]@{ Name = $Bound['Name']; Guid = (New-MadeUpId); DomainNames = @(); FreeBusyAccessEnabled = $false; FreeBusyAccessLevel = 'None'; MailboxMoveEnabled = $false
        DeliveryReportEnabled = $false; MailTipsAccessEnabled = $false; MailTipsAccessLevel = 'None'; PhotosEnabled = $false; TargetApplicationUri = $null; TargetSharingEpr = $null
        TargetOwaURL = $null; TargetAutodiscoverEpr = $null; ArchiveAccessEnabled = $false; Enabled = $true }
    Set-Properties $script:Kinds['OrganizationRelationship'] $object $Bound @()
    Add-Object $Context 'OrganizationRelationship' $object
    return ConvertTo-ShellObject $script:Kinds['OrganizationRelationship'] $object
}

function New-AddressSpace {
    param([string] $Context, $Bound)
    $method = $Bound['AccessMethod']
    if ($method -eq 'InternalProxy' -and -not $Bound.ContainsKey('ProxyUrl')) { Stop-WithError 'The ProxyUrl parameter is required when AccessMethod is InternalProxy.' 'ProxyUrlRequired' 'InvalidArgument' }
    if ($Bound.ContainsKey('Credentials')) { Stop-Simulation 'Add-AvailabilityAddressSpace -Credentials has no behaviour' }
    foreach ($other in (Get-Collection $Context 'AvailabilityAddressSpace')) {
        if ($other['ForestName'] -ieq $Bound['ForestName']) { Stop-WithError "The availability address space for '$($Bound['ForestName'])' already exists." 'ADObjectAlreadyExistsException' 'ResourceExists' }
    }
    $object = [ordered]@{ Name = $Bound['ForestName']; Guid = (New-MadeUpId); ForestName = $Bound['ForestName']; UserName = $null
        UseServiceAccount = [bool]$Bound['UseServiceAccount']; AccessMethod = $method; ProxyUrl = $(if ($Bound.ContainsKey('ProxyUrl')) { "$($Bound['ProxyUrl'])" })
        TargetAutodiscoverEpr = $(if ($Bound.ContainsKey('TargetAutodiscoverEpr')) { "$($Bound['TargetAutodiscoverEpr'])" }) }
    Add-Object $Context 'AvailabilityAddressSpace' $object
    return ConvertTo-ShellObject $script:Kinds['AvailabilityAddressSpace'] $object
}
