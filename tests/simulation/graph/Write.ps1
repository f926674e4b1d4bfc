# Writing the directory: what the service refuses, what it replaces, what it makes up.

$script:Writable = @{
    servicePrincipals = 'keyCredentials', 'servicePrincipalNames', 'accountEnabled', 'tags', 'appRoleAssignmentRequired', 'displayName', 'notes', 'appId'
    applications = 'keyCredentials', 'displayName', 'signInAudience', 'requiredResourceAccess', 'tags', 'identifierUris', 'notes', 'description', 'web', 'api', 'serviceManagementReference', 'isFallbackPublicClient'
}
$script:WriteScopes = @{
    servicePrincipals = 'Application.ReadWrite.All', 'Directory.ReadWrite.All'
    applications = 'Application.ReadWrite.All', 'Directory.ReadWrite.All'
}

# Duplicates in a list of names are refused whatever their case; so are names that another object holds.
function Assert-PrincipalNames {
    param($Object, $Names)
    if ($Names -is [string] -or $null -eq $Names) { Stop-Graph 400 'BadRequest' "An unexpected 'PrimitiveValue' node was found for property named 'servicePrincipalNames' when reading from the JSON reader. A 'StartArray' node was expected." }
    $seen = @{}
    foreach ($name in @($Names)) {
        if (-not $name) { Stop-Graph 400 'Request_BadRequest' "Invalid value specified for property 'servicePrincipalNames' of resource 'ServicePrincipal'." }
        $folded = "$name".ToLowerInvariant()
        if ($seen.ContainsKey($folded)) { Stop-Graph 400 'Request_BadRequest' "One or more values specified for property 'servicePrincipalNames' of resource 'ServicePrincipal' are duplicates: the list has duplicate values." @([ordered]@{ code = 'DuplicateValues'; message = 'Duplicate values are present in the property servicePrincipalNames.'; target = 'servicePrincipalNames' }) }
        $seen[$folded] = $true
    }
    foreach ($other in (Get-DirectoryObjects 'servicePrincipals')) {
        if ($other['id'] -eq $Object['id']) { continue }
        foreach ($name in @($other['servicePrincipalNames'])) {
            if ($seen.ContainsKey("$name".ToLowerInvariant())) {
                Stop-Graph 400 'Request_BadRequest' 'Another object with the same value for property servicePrincipalNames already exists.' @([ordered]@{ code = 'ObjectConflict'; message = 'Another object with the same value for property servicePrincipalNames already exists.'; target = 'servicePrincipalNames' })
            }
        }
    }
}

function Assert-ResourceAccess {
    param($Value)
    foreach ($resource in @($Value)) {
        if ($resource -isnot [Collections.IDictionary] -or -not $resource['resourceAppId'] -or $resource['resourceAccess'] -is [Collections.IDictionary]) { Stop-Graph 400 'BadRequest' "Invalid value specified for property 'requiredResourceAccess' of resource 'Application'." }
        foreach ($access in @($resource['resourceAccess'])) {
            if (-not $access['id'] -or $access['type'] -cnotin 'Role', 'Scope') { Stop-Graph 400 'Request_BadRequest' "Invalid value specified for property 'resourceAccess' of resource 'RequiredResourceAccess'." }
        }
    }
}

# Changes an object in place after every rule has passed, so that a refused request changes nothing.
function Set-DirectoryProperties {
    param([string] $Collection, $Object, $Body, [switch] $New)
    $changes = [ordered]@{}
    foreach ($name in @($Body.Keys)) {
        if ($name -like '@odata*') { continue }
        if ($name -cnotin $script:Writable[$Collection]) { Stop-Simulation "writing $name of $Collection has no behaviour" }
        if ($name -eq 'appId' -and -not $New) { Stop-Graph 400 'Request_BadRequest' "Property 'appId' is read-only and cannot be set." }
        $value = Copy-Value $Body[$name]
        switch ($name) {
            'keyCredentials' { $value = Get-ReplacedKeys $Object['keyCredentials'] $value }
            'servicePrincipalNames' { Assert-PrincipalNames $Object $value; $value = @($value) }
            'requiredResourceAccess' { Assert-ResourceAccess $value; $value = @($value) }
            'tags' { if ($value -is [string]) { Stop-Graph 400 'BadRequest' "A 'StartArray' node was expected for property named 'tags'." }; $value = @($value) }
            'displayName' { if (-not $value) { Stop-Graph 400 'Request_BadRequest' "Invalid value specified for property 'displayName'." } }
            'signInAudience' { if ($value -cnotin 'AzureADMyOrg', 'AzureADMultipleOrgs', 'AzureADandPersonalMicrosoftAccount', 'PersonalMicrosoftAccount') { Stop-Graph 400 'Request_BadRequest' "Invalid value specified for property 'signInAudience' of resource 'Application'." } }
        }
        $changes[$name] = $value
    }
    foreach ($name in $changes.Keys) { $Object[$name] = $changes[$name] }
}

function Update-DirectoryObject {
    param([string] $Collection, $Object, $Body)
    Assert-Scope $script:WriteScopes[$Collection]
    # an object that was made a moment ago may not be found yet where the change arrives
    $visible = @(Get-VisibleObjects "graph/$Collection" @(Get-DirectoryObjects $Collection) 'id' $Object['id'] | Where-Object { $_['id'] -eq $Object['id'] })
    if ($visible.Count -eq 0) { Stop-GraphNotFound $Object['id'] }
    $before = Copy-Value $Object
    Set-DirectoryProperties $Collection $Object $Body
    Add-GraphPending $Collection $Object['id'] $before
}

function Add-DirectoryObject {
    param([string] $Collection, $Object)
    $script:Sim.State['tenant'][$Collection] = @(Get-DirectoryObjects $Collection) + @($Object)
    Add-GraphPending $Collection $Object['id'] $null
}

function New-ApplicationObject {
    param($Body)
    Assert-Scope $script:WriteScopes['applications']
    if (-not $Body['displayName']) { Stop-Graph 400 'Request_BadRequest' "A value is required for property 'displayName' of resource 'Application'." }
    $tenant = $script:Sim.State['tenant']
    $object = [ordered]@{ id = (New-MadeUpId); appId = (New-MadeUpId); createdDateTime = (Format-Instant (Get-SimulatedNow)); displayName = ''; description = $null; identifierUris = @()
        publisherDomain = $tenant['initialDomain']; signInAudience = 'AzureADandPersonalMicrosoftAccount'; tags = @(); notes = $null; appRoles = @(); keyCredentials = @(); passwordCredentials = @(); requiredResourceAccess = @() }
    Set-DirectoryProperties 'applications' $object $Body -New
    Add-DirectoryObject 'applications' $object
    return $object
}

function New-PrincipalObject {
    param($Body)
    Assert-Scope $script:WriteScopes['servicePrincipals']
    $appId = $Body['appId']
    if (-not $appId) { Stop-Graph 400 'Request_BadRequest' "A value is required for property 'appId' of resource 'ServicePrincipal'." }
    foreach ($other in (Get-DirectoryObjects 'servicePrincipals')) {
        if ($other['appId'] -ieq $appId) { Stop-Graph 409 'Request_MultipleObjectsWithSameKeyValue' "The service principal cannot be created, updated, or restored because the service principal name $appId is already in use." }
    }
    $application = @(Get-DirectoryObjects 'applications' | Where-Object { $_['appId'] -ieq $appId })
    if ($application.Count -eq 0) { Stop-Graph 400 'Request_BadRequest' "When using this permission, the backing application of the service principal being created must in the local tenant: the appId '$appId' of the service principal does not reference a valid application object." @([ordered]@{ code = 'NoBackingApplicationObject'; message = "The appId '$appId' of the service principal does not reference a valid application object."; target = 'appId' }) }
    $hidden = @(Get-VisibleObjects 'graph/applications' @(Get-DirectoryObjects 'applications') 'id' $application[0]['id'] | Where-Object { $_['appId'] -ieq $appId }).Count -eq 0
    if ($hidden) { Stop-Graph 400 'Request_BadRequest' "The appId '$appId' of the service principal does not reference a valid application object." @([ordered]@{ code = 'NoBackingApplicationObject'; message = "The appId '$appId' of the service principal does not reference a valid application object."; target = 'appId' }) }
    $object = [ordered]@{ id = (New-MadeUpId); appId = $appId; accountEnabled = $true; appDisplayName = $application[0]['displayName']; displayName = $application[0]['displayName']; appRoleAssignmentRequired = $false
        appOwnerOrganizationId = $script:Sim.State['tenant']['id']; servicePrincipalNames = @($appId); servicePrincipalType = 'Application'; signInAudience = $application[0]['signInAudience']; tags = @(); notes = $null; appRoles = @(); keyCredentials = @(); passwordCredentials = @() }
    Set-DirectoryProperties 'servicePrincipals' $object $Body -New
    Add-DirectoryObject 'servicePrincipals' $object
    return $object
}

function New-AssignmentObject {
    param([string] $PrincipalId, $Body)
    Assert-Scope 'AppRoleAssignment.ReadWrite.All'
    foreach ($name in 'principalId', 'resourceId', 'appRoleId') { if (-not $Body[$name]) { Stop-Graph 400 'Request_BadRequest' "A value is required for property '$name' of resource 'AppRoleAssignment'." } }
    $principal = @(Get-VisibleObjects 'graph/servicePrincipals' @(Get-DirectoryObjects 'servicePrincipals') 'id' $Body['principalId'] | Where-Object { $_['id'] -ieq $Body['principalId'] })
    if ($principal.Count -eq 0) { Stop-GraphNotFound $Body['principalId'] }
    $resource = Get-StoredObject 'servicePrincipals' $Body['resourceId'] ''
    if (@($resource['appRoles'] | Where-Object { $_['id'] -ieq $Body['appRoleId'] }).Count -eq 0) { Stop-Graph 400 'Request_BadRequest' 'Permission being assigned was not found on application' }
    foreach ($other in (Get-DirectoryObjects 'appRoleAssignments')) {
        if ($other['principalId'] -ieq $Body['principalId'] -and $other['resourceId'] -ieq $Body['resourceId'] -and $other['appRoleId'] -ieq $Body['appRoleId']) { Stop-Graph 400 'Request_BadRequest' 'Permission being assigned already exists on the object' @([ordered]@{ code = 'InvalidUpdate'; message = 'Permission being assigned already exists on the object'; target = $null }) }
    }
    $object = [ordered]@{ id = (New-MadeUpId).Replace('-', ''); createdDateTime = (Format-Instant (Get-SimulatedNow)); appRoleId = $Body['appRoleId']; principalDisplayName = $principal[0]['displayName']
        principalId = $Body['principalId']; principalType = 'ServicePrincipal'; resourceDisplayName = $resource['displayName']; resourceId = $Body['resourceId'] }
    Add-DirectoryObject 'appRoleAssignments' $object
    return $object
}

function Remove-FromCollection {
    param([string] $Collection, $Object)
    $script:Sim.State['tenant'][$Collection] = @(Get-DirectoryObjects $Collection | Where-Object { -not [object]::ReferenceEquals($_, $Object) })
    Add-GraphPending $Collection $Object['id'] $Object
}

# Deleting an application deletes its principal in the tenant, deleting a principal its assignments.
function Remove-DirectoryObject {
    param([string] $Collection, $Object)
    if ($Collection -eq 'appRoleAssignments') { Assert-Scope 'AppRoleAssignment.ReadWrite.All' } else { Assert-Scope $script:WriteScopes[$Collection] }
    Remove-FromCollection $Collection $Object
    if ($Collection -eq 'applications') {
        foreach ($principal in @(Get-DirectoryObjects 'servicePrincipals' | Where-Object { $_['appId'] -ieq $Object['appId'] })) { Remove-DirectoryObject 'servicePrincipals' $principal }
    }
    if ($Collection -eq 'servicePrincipals') {
        foreach ($assignment in @(Get-DirectoryObjects 'appRoleAssignments' | Where-Object { $_['principalId'] -ieq $Object['id'] })) { Remove-FromCollection 'appRoleAssignments' $assignment }
    }
}
