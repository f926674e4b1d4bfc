# Test-OAuthConnectivity, the organisation's configuration and the connection of the Exchange Online shell.

function Find-Recipient {
    param([string] $Context, [string] $Address)
    foreach ($kindName in 'Mailbox', 'RemoteMailbox', 'MailUser') {
        foreach ($object in (Get-Collection $Context $kindName)) {
            if (Test-Identity $script:Kinds[$kindName] $object $Address) { return @{ Kind = $kindName; Object = $object } }
        }
    }
    return $null
}

function Invoke-OAuthTest {
    param([string] $Context, $Bound)
    $mailbox = "$($Bound['Mailbox'])"
    if ($mailbox) {
        $found = Find-Recipient $Context $mailbox
        if ($null -eq $found -or $found.Kind -ne 'Mailbox') { Stop-WithError "The operation couldn't be performed because object '$mailbox' couldn't be found on 'DC01'." 'ManagementObjectNotFoundException' 'ObjectNotFound' }
    }
    if ($Bound['Service'] -notin 'EWS', 'AutoD') { Stop-Simulation "Test-OAuthConnectivity -Service $($Bound['Service']) has no behaviour" }
    $uri = [uri]"$($Bound['TargetUri'])"
    $judged = if ($Context -eq 'exo') { Get-ToOnPremisesJudgement $script:Sim.State $uri $mailbox } else { Get-ToOnlineJudgement $script:Sim.State $script:Sim.LocalServer $uri $mailbox }
    $type = if ($judged.Works) { 'Success' } else { 'Error' }
    $detail = Get-FailureText $script:Sim.State $judged $uri $mailbox
    $result = [pscustomobject][ordered]@{
        Task = "Checking $($Bound['Service']) API Call Under Oauth"; Detail = $detail; ResultType = (ConvertTo-ShellValue 'Enum' $type)
        Identity = 'Microsoft.Exchange.Security.OAuth.ValidationResultNodeId'; IsValid = $true; ObjectState = 'New' }
    $result.PSObject.TypeNames.Insert(0, 'Deserialized.Microsoft.Exchange.Security.OAuth.ValidationResultNode')
    return $result
}

function Get-OrganizationConfigObject {
    param([string] $Context, $Bound)
    $found = @(Invoke-GenericGet $Context 'OrganizationConfig' $Bound)
    if ($Context -eq 'exo' -and -not ($Bound.ContainsKey('RetrieveEwsOperationAccessPolicy') -and $Bound['RetrieveEwsOperationAccessPolicy'])) {
        foreach ($config in $found) { $config.EwsAllowedAppIDs = $null }
    }
    return $found
}

# One string with commas that replaces the list as it was; there is no Add.
function Set-OrganizationConfigObject {
    param([string] $Context, $Bound)
    if ($Bound.ContainsKey('EwsAllowedAppIDs')) {
        foreach ($id in "$($Bound['EwsAllowedAppIDs'])".Split(',')) {
            $parsed = [guid]::Empty
            if ($id.Trim() -and -not [guid]::TryParse($id.Trim(), [ref]$parsed)) { Stop-WithError "The value '$id' is not a valid application identifier." 'InvalidAppId' 'InvalidArgument' }
        }
    }
    $config = @(Get-Collection $Context 'OrganizationConfig')[0]
    $before = Copy-Value $config
    Set-Properties $script:Kinds['OrganizationConfig'] $config $Bound @()
    Add-ExchangePending $Context 'OrganizationConfig' $config['Name'] $before
}

function Get-Recipients {
    param([string] $Context, $Bound)
    $all = foreach ($kindName in 'Mailbox', 'RemoteMailbox', 'MailUser') {
        foreach ($object in (Read-Objects $Context $kindName)) {
            if (-not $Bound.ContainsKey('Identity') -or (Test-Identity $script:Kinds[$kindName] $object $Bound['Identity'])) { ConvertTo-ShellObject $script:Kinds[$kindName] $object }
        }
    }
    if ($Bound.ContainsKey('Identity') -and @($all).Count -eq 0) { Stop-NotFound "$($Bound['Identity'])" }
    return @($all)
}

function Get-ConnectionObjects {
    if (-not $script:Sim.Connected) { return @() }
    $tenant = $script:Sim.State['tenant']
    return [pscustomobject][ordered]@{
        ConnectionId = 'c0000000-0000-0000-0000-000000000001'; State = 'Connected'; Id = 1; Name = 'ExchangeOnline_1'
        UserPrincipalName = "admin@$($tenant['initialDomain'])"; ConnectionUri = "https://$($tenant['exchangeHost'])"; AzureAdAuthorizationEndpointUri = "https://$($tenant['loginHost'])"
        TokenExpiryTimeUTC = [datetimeoffset]::UtcNow.AddHours(1); CertificateAuthentication = $false; ModuleName = ''; ModulePrefix = ''
        Organization = $tenant['initialDomain']; DelegatedOrganization = ''; AppId = 'fb78d390-0c51-40cd-8e17-fdbfab77341b'; PageSize = 1000
        TenantID = $tenant['id']; TokenStatus = 'Active'; ConnectionUsedForInbuiltCmdlets = $true; IsEopSession = $false }
}

function Connect-Online {
    param($Bound)
    $names = @{ 'global' = 'O365Default'; 'gcc-high' = 'O365USGovGCCHigh'; 'dod' = 'O365USGovDoD'; 'china' = 'O365China' }
    $wanted = if ($Bound.ContainsKey('ExchangeEnvironmentName')) { "$($Bound['ExchangeEnvironmentName'])" } else { 'O365Default' }
    if ($names[$script:Sim.State['tenant']['cloud']] -ne $wanted) { Stop-WithError "AADSTS90002: Tenant '$($script:Sim.State['tenant']['initialDomain'])' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud." 'WrongCloud' 'AuthenticationError' }
    $script:Sim.Connected = $true
    Show-ShellFunctions
}

function Invoke-ExchangeBehaviour {
    param([string] $Context, [string] $Name, $Bound, $Cmdlet)
    if ($Context -eq 'exo' -and -not $script:Sim.Connected -and $Name -notin 'Get-ConnectionInformation', 'Connect-ExchangeOnline', 'Disconnect-ExchangeOnline') { Stop-WithError 'You must call the Connect-ExchangeOnline cmdlet before calling any other cmdlets.' 'NotConnected' 'ConnectionError' }
    $kindName = $Name.Substring($Name.IndexOf([char]'-') + 1)
    switch ($Name) {
        'Get-ConnectionInformation' { return Get-ConnectionObjects }
        'Connect-ExchangeOnline' { return Connect-Online $Bound }
        'Disconnect-ExchangeOnline' { $script:Sim.Connected = $false; return }
        'Get-ADServerSettings' { return [pscustomobject]@{ ViewEntireForest = [bool]$script:Sim.ViewEntireForest } }
        'Set-ADServerSettings' { if ($Bound.ContainsKey('ViewEntireForest')) { $script:Sim.ViewEntireForest = [bool]$Bound['ViewEntireForest'] }; return }
        'Get-OrganizationConfig' { return Get-OrganizationConfigObject $Context $Bound }
        'Set-OrganizationConfig' { return Set-OrganizationConfigObject $Context $Bound }
        'Get-Recipient' { return Get-Recipients $Context $Bound }
        'Get-EXOMailbox' { return Invoke-GenericGet $Context 'Mailbox' $Bound }
        'Get-ExchangeCertificate' { return Get-ServerCertificates $Bound }
        'Export-ExchangeCertificate' { return Export-ServerCertificate $Bound }
        'Get-ExchangeDiagnosticInfo' { return Invoke-DiagnosticInfo $Bound }
        'Test-OAuthConnectivity' { return Invoke-OAuthTest $Context $Bound }
        'New-AuthServer' { return New-AuthServerObject $Bound }
        'Set-AuthServer' { return Set-AuthServerObject $Bound }
        'New-PartnerApplication' { return New-PartnerApplicationObject $Context $Bound }
        'New-IntraOrganizationConnector' { return New-Connector $Context $Bound }
        'Set-IntraOrganizationConnector' { return Set-Connector $Context $Bound }
        'New-OrganizationRelationship' { return New-Relationship $Context $Bound }
        'Test-OrganizationRelationship' { return Invoke-RelationshipTest $Context $Bound }
        'New-ExchangeCertificate' { return New-ServerCertificate $Bound }
        'Remove-ExchangeCertificate' { return Remove-ServerCertificate $Bound }
        'New-FederationTrust' { return New-Trust $Bound }
        'Remove-FederationTrust' { Assert-TrustUnused; return Invoke-GenericRemove $Context $kindName $Bound }
        'Set-FederatedOrganizationIdentifier' { return Set-Identifier $Context $Bound }
        'Get-FederatedDomainProof' { return Get-DomainProofs $Bound }
        'Add-FederatedDomain' { return Add-FederatedDomainName $Bound }
        'Remove-FederatedDomain' { return Remove-FederatedDomainName $Bound }
        'New-SettingOverride' { return New-Override $Bound }
        'Set-SettingOverride' { if ($Bound.ContainsKey('Parameters')) { Assert-OverrideParameters @($Bound['Parameters']) }; [void](Invoke-GenericSet $Context $kindName $Bound @()); return }
        'Add-AvailabilityAddressSpace' { return New-AddressSpace $Context $Bound }
        'Set-AuthConfig' { return Set-AuthConfigObject $Bound }
    }
    if ($Name -like 'Set-*VirtualDirectory') { Set-Directory $Context $kindName $Bound; return }
    if ($Name -like 'Get-*') { return Invoke-GenericGet $Context $kindName $Bound }
    if ($Name -like 'Set-*') { [void](Invoke-GenericSet $Context $kindName $Bound @()); return }
    if ($Name -like 'Remove-*') { return Invoke-GenericRemove $Context $kindName $Bound }
    Stop-Simulation "$Name has no behaviour"
}

function Invoke-Behaviour {
    param([string] $Context, [string] $Name, $Bound, $Cmdlet)
    if ($Context -eq 'mggraph') { return Invoke-GraphBehaviour $Name $Bound $Cmdlet }
    return Invoke-ExchangeBehaviour $Context $Name $Bound $Cmdlet
}
