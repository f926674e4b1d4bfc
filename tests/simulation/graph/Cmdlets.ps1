# The SDK's own cmdlets over the same directory, and the connection.

$script:GraphCmdlets = @('Get-MgContext', 'Connect-MgGraph', 'Disconnect-MgGraph', 'Invoke-MgGraphRequest', 'Get-MgRequestContext', 'Set-MgRequestContext', 'Get-MgServicePrincipal', 'Get-MgServicePrincipalByAppId',
    'Update-MgServicePrincipal', 'New-MgServicePrincipal', 'Remove-MgServicePrincipal', 'Get-MgApplication', 'Get-MgApplicationByAppId', 'New-MgApplication', 'Update-MgApplication',
    'Remove-MgApplication', 'Get-MgServicePrincipalAppRoleAssignment', 'New-MgServicePrincipalAppRoleAssignment', 'Remove-MgServicePrincipalAppRoleAssignment', 'Get-MgOrganization', 'Get-MgDomain')

$script:ByteNames = 'Key', 'CustomKeyIdentifier'
$script:ModelNames = @{ servicePrincipals = 'MicrosoftGraphServicePrincipal'; applications = 'MicrosoftGraphApplication'; appRoleAssignments = 'MicrosoftGraphAppRoleAssignment'; organization = 'MicrosoftGraphOrganization'; domains = 'MicrosoftGraphDomain' }
# Properties that a model always has, whatever was selected.
$script:ModelProperties = @{
    servicePrincipals = 'AccountEnabled', 'AppDisplayName', 'AppId', 'AppOwnerOrganizationId', 'AppRoleAssignmentRequired', 'AppRoles', 'DisplayName', 'Id', 'KeyCredentials', 'Notes', 'PasswordCredentials', 'ServicePrincipalNames', 'ServicePrincipalType', 'SignInAudience', 'Tags'
    applications = 'AppId', 'AppRoles', 'CreatedDateTime', 'Description', 'DisplayName', 'Id', 'IdentifierUris', 'KeyCredentials', 'Notes', 'PasswordCredentials', 'PublisherDomain', 'RequiredResourceAccess', 'SignInAudience', 'Tags'
    appRoleAssignments = 'AppRoleId', 'CreatedDateTime', 'Id', 'PrincipalDisplayName', 'PrincipalId', 'PrincipalType', 'ResourceDisplayName', 'ResourceId'
    organization = 'DisplayName', 'Id', 'TenantType', 'VerifiedDomains'
    domains = 'Id', 'IsDefault', 'IsInitial', 'IsVerified', 'AuthenticationType'
}

function ConvertTo-ModelValue {
    param([string] $Name, $Value)
    if ($null -eq $Value) { return $null }
    if ($Name -in $script:ByteNames) { return , [Convert]::FromBase64String($Value) }
    if ($Name -like '*DateTime') { return [datetime]::Parse($Value, [Globalization.CultureInfo]::InvariantCulture, 'AdjustToUniversal') }
    if ($Value -is [Collections.IDictionary]) {
        $properties = [ordered]@{}
        foreach ($key in $Value.Keys) { $pascal = $key.Substring(0, 1).ToUpperInvariant() + $key.Substring(1); $properties[$pascal] = ConvertTo-ModelValue $pascal $Value[$key] }
        return [pscustomobject]$properties
    }
    if ($Value -isnot [string] -and $Value -is [Collections.IEnumerable]) { return , @(foreach ($item in $Value) { , (ConvertTo-ModelValue '' $item) }) }
    return $Value
}

function ConvertTo-Model {
    param([string] $Collection, $Object)
    $properties = [ordered]@{}
    foreach ($name in $script:ModelProperties[$Collection]) {
        $camel = ConvertTo-CamelCase $name
        $value = if ($Object.Contains($camel)) { $Object[$camel] } else { $null }
        $properties[$name] = ConvertTo-ModelValue $name $value
    }
    $properties['AdditionalProperties'] = @{}
    $model = [pscustomobject]$properties
    $model.PSObject.TypeNames.Insert(0, "Microsoft.Graph.PowerShell.Models.$($script:ModelNames[$Collection])")
    return $model
}

function Get-SdkObjects {
    param([string] $Collection, $Bound)
    $common = 'ErrorAction', 'Verbose', 'ErrorVariable', 'WarningAction', 'Debug', 'InformationAction', 'OutVariable', 'ProgressAction'
    foreach ($name in $Bound.Keys) { if ($name -notin @('All', 'Filter', 'Property', 'Top', 'PageSize', 'ServicePrincipalId', 'ApplicationId', 'AppId', 'OrganizationId', 'DomainId', 'AppRoleAssignmentId', 'ConsistencyLevel', 'CountVariable') + $common) { Stop-Simulation "-$name of a Get-Mg cmdlet has no behaviour" } }
    $select = @($Bound['Property'] | Where-Object { $_ } | ForEach-Object { "$_".Split(',') } | ForEach-Object { $_.Trim() })
    if ($Collection -eq 'appRoleAssignments') {
        $found = @(Read-Assignments @{ Id = "$($Bound['ServicePrincipalId'])"; AppId = ''; Sub = 'appRoleAssignments' })
        if ($Bound['AppRoleAssignmentId']) {
            $found = @($found | Where-Object { $_['id'] -ceq $Bound['AppRoleAssignmentId'] })
            if ($found.Count -eq 0) { Stop-GraphNotFound $Bound['AppRoleAssignmentId'] }
        }
        $objects = @(Select-Filtered $found $Bound['Filter'])
    } else {
        $id = "$($Bound['ServicePrincipalId'])$($Bound['ApplicationId'])$($Bound['OrganizationId'])$($Bound['DomainId'])"
        if ($id -or $Bound['AppId']) { return ConvertTo-Model $Collection (ConvertTo-Answer (Get-OneDirectoryObject $Collection $id "$($Bound['AppId'])") $select $true) }
        $objects = @(Select-Filtered @(Read-DirectoryObjects $Collection '') $Bound['Filter'])
    }
    if ($Bound['Top']) { $objects = @($objects | Select-Object -First $Bound['Top']) }
    elseif (-not $Bound['All']) { $objects = @($objects | Select-Object -First ([int]$script:Sim.State['settings']['graphPageSize'])) }
    return @($objects | ForEach-Object { ConvertTo-Model $Collection (ConvertTo-Answer $_ $select $false) })
}

# The body of New- and Update-: -BodyParameter, or the parameters that are properties.
function Get-SdkBody {
    param($Bound)
    if ($Bound.ContainsKey('BodyParameter')) { return ConvertTo-GraphValue $Bound['BodyParameter'] }
    $body = [ordered]@{}
    foreach ($name in $Bound.Keys) {
        if ($name -in 'ServicePrincipalId', 'ApplicationId', 'Confirm', 'WhatIf', 'PassThru', 'Headers', 'ErrorAction', 'Verbose', 'ErrorVariable', 'WarningAction', 'Debug', 'InformationAction', 'OutVariable', 'ProgressAction') { continue }
        if ($name -eq 'AdditionalProperties') { foreach ($key in $Bound[$name].Keys) { $body[(ConvertTo-CamelCase $key)] = ConvertTo-GraphValue $Bound[$name][$key] }; continue }
        $body[(ConvertTo-CamelCase $name)] = ConvertTo-GraphValue $Bound[$name]
    }
    if ($body.Contains('keyCredentials')) {
        # what two releases of the SDK did to byte arrays and to usage
        if ($script:Sim.State['settings']['graphSdk'] -eq '2.26.0') { Stop-Graph 400 'BadRequest' "Cannot convert a value to target type 'Edm.Binary' because of conflict between input format string/number and parameter 'IEEE754Compatible' false/true." }
        if ($script:Sim.State['settings']['graphSdk'] -eq '2.27.0') { Stop-Graph 400 'Request_BadRequest' "Key credential usage 'null' is invalid." }
    }
    return $body
}

function Connect-Graph {
    param($Bound)
    $tenant = $script:Sim.State['tenant']
    $names = @{ 'Global' = 'global'; 'USGov' = 'gcc-high'; 'USGovDoD' = 'dod'; 'China' = 'china' }
    $wanted = if ($Bound.ContainsKey('Environment')) { "$($Bound['Environment'])" } else { 'Global' }
    $known = -not $Bound.ContainsKey('TenantId') -or "$($Bound['TenantId'])" -ieq $tenant['id'] -or @($tenant['domains'] | Where-Object { $_['isVerified'] -and $_['id'] -ieq "$($Bound['TenantId'])" }).Count -gt 0
    if ($names[$wanted] -ne $tenant['cloud'] -or -not $known) { Stop-WithRecord (New-ServiceError "AADSTS90002: Tenant '$($Bound['TenantId'])' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud." 'AuthenticationFailed' 'AuthenticationError') }
    $script:Sim.Connected = $true
    $script:Sim.Scopes = @(@($script:Sim.Scopes) + @($Bound['Scopes'] | Where-Object { $_ }) | Select-Object -Unique)
    if (-not $Bound['NoWelcome']) { return 'Welcome to Microsoft Graph!' }
}

function Get-GraphContext {
    if (-not $script:Sim.Connected) { return $null }
    $tenant = $script:Sim.State['tenant']
    $environments = @{ 'global' = 'Global'; 'gcc-high' = 'USGov'; 'dod' = 'USGovDoD'; 'china' = 'China' }
    return [pscustomobject][ordered]@{
        ClientId = '14d82eec-204b-4c2f-b7e8-296a70dab67e'; TenantId = $tenant['id']; Scopes = [string[]]@($script:Sim.Scopes); AuthType = 'Delegated'; TokenCredentialType = 'InteractiveBrowser'
        CertificateThumbprint = $null; CertificateSubjectName = $null; SendCertificateChain = $false; Account = "admin@$($tenant['initialDomain'])"; AppName = 'Microsoft Graph Command Line Tools'
        ContextScope = 'CurrentUser'; Certificate = $null; PSHostVersion = $PSVersionTable.PSVersion; ManagedIdentityId = $null; ClientSecret = $null; Environment = $environments[$tenant['cloud']] }
}

function Invoke-GraphBehaviour {
    param([string] $Name, $Bound, $Cmdlet)
    $script:Sim.GraphCmdlet = $Name
    switch ($Name) {
        'Get-MgContext' { return Get-GraphContext }
        'Connect-MgGraph' { return Connect-Graph $Bound }
        'Get-MgRequestContext' { return [pscustomobject][ordered]@{ ClientTimeout = [timespan]'00:05:00'; MaxRetry = $script:Sim.MaxRetry; RetryDelay = 3; RetriesTimeLimit = [timespan]'00:00:00' } }
        'Set-MgRequestContext' { $script:Sim.MaxRetry = [int]$Bound['MaxRetry']; return Invoke-GraphBehaviour 'Get-MgRequestContext' @{} $Cmdlet }
        'Disconnect-MgGraph' { $script:Sim.Connected = $false; return }
        'Invoke-MgGraphRequest' { return Invoke-GraphRequest $Bound }
        'New-MgServicePrincipalAppRoleAssignment' { return ConvertTo-Model 'appRoleAssignments' (New-AssignmentObject "$($Bound['ServicePrincipalId'])" (Get-SdkBody $Bound)) }
        'Remove-MgServicePrincipalAppRoleAssignment' {
            $one = @(Get-DirectoryObjects 'appRoleAssignments' | Where-Object { $_['id'] -ceq $Bound['AppRoleAssignmentId'] })
            if ($one.Count -eq 0) { Stop-GraphNotFound $Bound['AppRoleAssignmentId'] }
            return Remove-DirectoryObject 'appRoleAssignments' $one[0]
        }
        'New-MgApplication' { return ConvertTo-Model 'applications' (ConvertTo-Answer (New-ApplicationObject (Get-SdkBody $Bound)) @() $false) }
        'New-MgServicePrincipal' { return ConvertTo-Model 'servicePrincipals' (ConvertTo-Answer (New-PrincipalObject (Get-SdkBody $Bound)) @() $false) }
        'Update-MgApplication' { return Update-DirectoryObject 'applications' (Get-StoredObject 'applications' "$($Bound['ApplicationId'])" '') (Get-SdkBody $Bound) }
        'Update-MgServicePrincipal' { return Update-DirectoryObject 'servicePrincipals' (Get-StoredObject 'servicePrincipals' "$($Bound['ServicePrincipalId'])" '') (Get-SdkBody $Bound) }
        'Remove-MgApplication' { return Remove-DirectoryObject 'applications' (Get-StoredObject 'applications' "$($Bound['ApplicationId'])" '') }
        'Remove-MgServicePrincipal' { return Remove-DirectoryObject 'servicePrincipals' (Get-StoredObject 'servicePrincipals' "$($Bound['ServicePrincipalId'])" '') }
    }
    if ($Name -match '^Get-Mg(ServicePrincipalAppRoleAssignment|ServicePrincipal|Application|Organization|Domain)(ByAppId)?$') {
        return Get-SdkObjects @{ ServicePrincipalAppRoleAssignment = 'appRoleAssignments'; ServicePrincipal = 'servicePrincipals'; Application = 'applications'; Organization = 'organization'; Domain = 'domains' }[$Matches[1]] $Bound
    }
    Stop-Simulation "$Name has no behaviour"
}
