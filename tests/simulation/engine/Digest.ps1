# What counts as "the same state": everything but the clock, delays and, where asked, ids that services make up.

$script:MadeUpNames = @('keyId', 'id', 'Guid', 'createdDateTime', 'WhenChanged', 'WhenCreated', 'principalId', 'resourceId', 'overridesRefreshed')

# A copy in which lists that are sets are sorted and, with -WithoutIds, what a service makes up is left out.
function Get-NormalValue {
    param($Value, [string] $Name, [switch] $WithoutIds)
    if ($Value -is [Collections.IDictionary]) {
        $copy = [ordered]@{}
        foreach ($key in @($Value.Keys | Sort-Object { "$_" } -CaseSensitive)) {
            if ($WithoutIds -and $script:MadeUpNames -ccontains $key) { continue }
            $copy[$key] = Get-NormalValue $Value[$key] $key -WithoutIds:$WithoutIds
        }
        return $copy
    }
    if ($null -ne $Value -and $Value -isnot [string] -and $Value -is [Collections.IEnumerable]) {
        $items = @(foreach ($item in $Value) { , (Get-NormalValue $item '' -WithoutIds:$WithoutIds) })
        $sorted = @($items | Sort-Object { ConvertTo-Json $_ -Depth 30 -Compress } -CaseSensitive)
        return , $sorted
    }
    return $Value
}

# Role assignments name objects by ids that are made up: what they mean is the application and the role.
function Add-AssignmentMeaning {
    param($Tenant)
    $byId = @{}
    foreach ($principal in @($Tenant['servicePrincipals'])) { $byId[$principal['id']] = $principal['displayName'] }
    foreach ($assignment in @($Tenant['appRoleAssignments'])) {
        $assignment['from'] = $byId[$assignment['principalId']]
        $assignment['to'] = $byId[$assignment['resourceId']]
    }
}

# JSON text of the organisations, the same for states that mean the same.
function Get-NormalState {
    param($State, [switch] $WithoutIds)
    $copy = Copy-Value ([ordered]@{ onPremises = $State['onPremises']; tenant = $State['tenant'] })
    Add-AssignmentMeaning $copy['tenant']
    return ConvertTo-Json (Get-NormalValue $copy '' -WithoutIds:$WithoutIds) -Depth 30
}

function Get-StateDigest {
    param($State, [switch] $WithoutIds)
    $text = Get-NormalState $State -WithoutIds:$WithoutIds
    return [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($text))).ToLowerInvariant()
}
