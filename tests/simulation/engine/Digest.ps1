# What counts as "the same state": everything but the clock, delays and, where asked, ids that services make up.

$script:MadeUpNames = [Collections.Generic.HashSet[string]]::new([string[]]@('keyId', 'id', 'Guid', 'createdDateTime', 'WhenChanged', 'WhenCreated', 'principalId', 'resourceId', 'overridesRefreshed'))
# Text of parts that were seen before, by their JSON: most parts of a state do not change from job to job.
$script:NormalParts = [Collections.Generic.Dictionary[string, string]]::new()

# JSON text of a value with sorted keys and, since the lists here are sets, sorted lists.
function Get-NormalText {
    param($Value, [bool] $WithoutIds)
    if ($null -eq $Value) { return 'null' }
    if ($Value -is [string]) { return [Text.Json.JsonSerializer]::Serialize($Value, [string]) }
    if ($Value -is [bool]) { if ($Value) { return 'true' } return 'false' }
    if ($Value -is [Collections.IDictionary]) {
        $keys = [string[]]@($Value.Keys)
        [Array]::Sort($keys, [StringComparer]::Ordinal)
        $parts = [Collections.Generic.List[string]]::new()
        foreach ($key in $keys) {
            if ($WithoutIds -and $script:MadeUpNames.Contains($key)) { continue }
            $parts.Add("""$key"":$(Get-NormalText $Value[$key] $WithoutIds)")
        }
        return '{' + [string]::Join(',', $parts) + '}'
    }
    if ($Value -is [Collections.IEnumerable]) {
        $items = [Collections.Generic.List[string]]::new()
        foreach ($item in $Value) { $items.Add((Get-NormalText $item $WithoutIds)) }
        $items.Sort([StringComparer]::Ordinal)
        return '[' + [string]::Join(',', $items) + ']'
    }
    return [string]::Format([Globalization.CultureInfo]::InvariantCulture, '{0}', $Value)
}

function Get-NormalPart {
    param($Value, [bool] $WithoutIds)
    $raw = "$WithoutIds$(ConvertTo-Json $Value -Depth 30 -Compress)"
    $text = ''
    if ($script:NormalParts.TryGetValue($raw, [ref]$text)) { return $text }
    # As it will be read from the file: what a cmdlet was given may be of another type than what is read.
    $text = Get-NormalText (Copy-Value $Value) $WithoutIds
    if ($script:NormalParts.Count -gt 4000) { $script:NormalParts.Clear() }
    $script:NormalParts[$raw] = $text
    return $text
}

# Role assignments name objects by ids that are made up: what they mean is the application and the role.
function Get-AssignmentMeaning {
    param($Tenant)
    $byId = @{}
    foreach ($principal in @($Tenant['servicePrincipals'])) { if ($principal) { $byId[$principal['id']] = $principal['displayName'] } }
    foreach ($assignment in @($Tenant['appRoleAssignments'])) { if ($assignment) { "$($byId[$assignment['principalId']]) -> $($byId[$assignment['resourceId']]) $($assignment['appRoleId'])" } }
}

# Text of the organisations, one part a line, the same for states that mean the same.
function Get-NormalState {
    param($State, [switch] $WithoutIds)
    $without = [bool]$WithoutIds
    $lines = [Collections.Generic.List[string]]::new()
    foreach ($side in 'onPremises', 'tenant') {
        foreach ($name in @($State[$side].Keys)) {
            if ($name -eq 'objects' -or $name -eq 'exchange') { continue }
            $lines.Add("$side.$name $(Get-NormalPart $State[$side][$name] $without)")
        }
    }
    $lines.Add("tenant.consents $(Get-NormalPart @(Get-AssignmentMeaning $State['tenant']) $without)")
    $exchange = $State['tenant']['exchange']
    foreach ($name in @($exchange.Keys)) { if ($name -ne 'objects') { $lines.Add("exo.$name $(Get-NormalPart $exchange[$name] $without)") } }
    foreach ($side in @(@('onPremises', $State['onPremises']['objects']), @('exo', $exchange['objects']))) {
        foreach ($kind in @($side[1].Keys)) {
            foreach ($object in @($side[1][$kind])) { if ($null -ne $object) { $lines.Add("$($side[0]).$kind $(Get-NormalPart $object $without)") } }
        }
    }
    $lines.Sort([StringComparer]::Ordinal)
    return [string]::Join("`n", $lines)
}

function Get-StateDigest {
    param($State, [switch] $WithoutIds)
    $text = Get-NormalState $State -WithoutIds:$WithoutIds
    return [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($text))).ToLowerInvariant()
}
