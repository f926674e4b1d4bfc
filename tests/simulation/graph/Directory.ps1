# Reading the directory: objects, filters, $select, pages, and what is not visible yet.

$script:ReadScopes = @{
    servicePrincipals = 'Application.Read.All', 'Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All', 'Application.ReadWrite.OwnedBy'
    applications = 'Application.Read.All', 'Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All', 'Application.ReadWrite.OwnedBy'
    appRoleAssignments = 'Application.Read.All', 'Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'
    organization = 'User.Read', 'Organization.Read.All', 'Directory.Read.All', 'Organization.ReadWrite.All', 'Directory.ReadWrite.All'
    domains = 'Domain.Read.All', 'Directory.Read.All', 'Domain.ReadWrite.All', 'Directory.ReadWrite.All'
}

function Get-DirectoryObjects {
    param([string] $Collection)
    $tenant = $script:Sim.State['tenant']
    if ($Collection -eq 'organization') {
        return @([ordered]@{ id = $tenant['id']; displayName = $tenant['displayName']; tenantType = 'AAD'
                verifiedDomains = @($tenant['domains'] | Where-Object { $_['isVerified'] } | ForEach-Object { [ordered]@{ name = $_['id']; isInitial = $_['isInitial']; isDefault = $_['isDefault']; type = 'Managed'; capabilities = 'Email, OfficeCommunicationsOnline' } }) })
    }
    return Get-StateList $tenant $Collection
}

function Read-DirectoryObjects {
    param([string] $Collection, [string] $OnlyId)
    Assert-Scope $script:ReadScopes[$Collection]
    return Get-VisibleObjects "graph/$Collection" @(Get-DirectoryObjects $Collection) 'id' $OnlyId
}

function Test-Comparison {
    param($Object, [string] $Text)
    if ($Text -match "^(?<name>[A-Za-z]+)/any\(\s*(?<v>\w+)\s*:\s*\k<v>\s+eq\s+'(?<value>.*)'\s*\)$") {
        $value = $Matches['value'].Replace("''", "'")
        return @($Object[$Matches['name']]) -contains $value
    }
    if ($Text -match "^startswith\(\s*(?<name>[A-Za-z]+)\s*,\s*'(?<value>.*)'\s*\)$") { return "$($Object[$Matches['name']])".StartsWith($Matches['value'].Replace("''", "'"), 'OrdinalIgnoreCase') }
    if ($Text -match "^(?<name>[A-Za-z]+)\s+eq\s+'?(?<value>[^']*(?:''[^']*)*)'?$") {
        if ($Matches['name'] -notin 'appId', 'id', 'displayName', 'principalId', 'resourceId', 'appRoleId', 'servicePrincipalType', 'signInAudience', 'accountEnabled', 'isInitial') { Stop-Simulation "filter on $($Matches['name']) has no behaviour" }
        # appRoleAssignments cannot be filtered by appRoleId
        if ($Matches['name'] -eq 'appRoleId') { Stop-Graph 400 'Request_UnsupportedQuery' "Unsupported or invalid query filter clause specified for property 'appRoleId' of resource 'AppRoleAssignment'." }
        return "$($Object[$Matches['name']])" -ieq $Matches['value'].Replace("''", "'")
    }
    Stop-Simulation "the filter '$Text' has no behaviour"
}

function Select-Filtered {
    param($Objects, [string] $Filter)
    if (-not $Filter) { return $Objects }
    $alternatives = $Filter -split '\s+or\s+'
    $found = foreach ($object in $Objects) {
        $hit = $false
        foreach ($alternative in $alternatives) {
            $all = $true
            foreach ($part in ($alternative -split '\s+and\s+')) { if (-not (Test-Comparison $object $part.Trim())) { $all = $false } }
            if ($all) { $hit = $true }
        }
        if ($hit) { $object }
    }
    return $found
}

# What a reader gets: $select narrows, and a key's bytes come back only from one object that was asked for them.
function ConvertTo-Answer {
    param($Object, [string[]] $Select, [bool] $Single)
    $copy = Copy-Value $Object
    $Select = @($Select | Where-Object { $_ })
    $withKeys = $Single -and @($Select) -contains 'keyCredentials'
    if ($copy.Contains('keyCredentials') -and -not $withKeys) { foreach ($key in @($copy['keyCredentials'])) { $key['key'] = $null } }
    if (@($Select).Count -eq 0) { return $copy }
    $narrow = [ordered]@{}
    foreach ($name in $Select) {
        $actual = @($copy.Keys | Where-Object { $_ -ieq $name })
        if ($actual.Count -eq 0) { Stop-Graph 400 'BadRequest' "Parsing OData Select and Expand failed: Could not find a property named '$name' on type 'microsoft.graph'." }
        $narrow[$actual[0]] = $copy[$actual[0]]
    }
    return $narrow
}

function Get-OneDirectoryObject {
    param([string] $Collection, [string] $Id, [string] $AppId)
    $objects = if ($Id) { Read-DirectoryObjects $Collection $Id } else { Read-DirectoryObjects $Collection '' }
    foreach ($object in $objects) {
        if ($Id -and $object['id'] -ieq $Id) { return $object }
        if (-not $Id -and $object['appId'] -ieq $AppId) { return $object }
    }
    Stop-GraphNotFound "$Id$AppId"
}

# The object as the service has it, for a write (never hidden).
function Get-StoredObject {
    param([string] $Collection, [string] $Id, [string] $AppId)
    foreach ($object in (Get-DirectoryObjects $Collection)) {
        if ($Id -and $object['id'] -ieq $Id) { return $object }
        if (-not $Id -and $AppId -and $object['appId'] -ieq $AppId) { return $object }
    }
    Stop-GraphNotFound "$Id$AppId"
}

function Add-GraphPending {
    param([string] $Collection, [string] $Id, $Old)
    $settings = $script:Sim.State['settings']
    Add-PendingChange "graph/$Collection" $Id $Old ([int]$settings['graphDelayReads']) ([double]$settings['graphDelaySeconds'])
}
