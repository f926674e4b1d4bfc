# What Get-, New-, Set- and Remove- do for every kind: find by identity, unique names, properties from parameters.

# The store of the organisation that a shell talks to.
function Get-Store {
    param([string] $Context)
    if ($Context -eq 'exo') { return $script:Sim.State['tenant']['exchange'] }
    return $script:Sim.State['onPremises']
}

function Get-Collection {
    param([string] $Context, [string] $Kind)
    return Get-StateList (Get-Store $Context)['objects'] $Kind
}

function Set-Collection {
    param([string] $Context, [string] $Kind, $Objects)
    (Get-Store $Context)['objects'][$Kind] = @($Objects)
}

# Whether an identity (text, or an object that was returned before) names the object.
function Test-Identity {
    param($Kind, $Object, $Identity)
    $text = "$Identity"
    if ($Identity -is [psobject] -and $Identity.PSObject.Properties['Identity'] -and $Identity -isnot [string]) { $text = "$($Identity.Identity)" }
    foreach ($key in $Kind.Keys) {
        if ($Object.Contains($key) -and "$($Object[$key])" -ieq $text) { return $true }
    }
    if ($text.Contains('*')) { return "$($Object['Name'])" -like $text }
    return $false
}

function Stop-NotFound {
    param([string] $Identity)
    Stop-WithError "The operation couldn't be performed because object '$Identity' couldn't be found on 'DC01'." 'ManagementObjectNotFoundException' 'ObjectNotFound'
}

function Get-OneObject {
    param([string] $Context, [string] $KindName, $Identity)
    $kind = $script:Kinds[$KindName]
    $found = @(Get-Collection $Context $KindName | Where-Object { Test-Identity $kind $_ $Identity })
    if ($found.Count -eq 0) { Stop-NotFound "$Identity" }
    if ($found.Count -gt 1) { Stop-WithError "The operation couldn't be performed because '$Identity' matches multiple entries." 'ManagementObjectAmbiguousException' }
    return $found[0]
}

# How long a change stays unseen: settings of the state, for each side.
function Add-ExchangePending {
    param([string] $Context, [string] $KindName, [string] $Name, $Old)
    $settings = $script:Sim.State['settings']
    $side = if ($Context -eq 'exo') { 'exo' } else { 'onPremises' }
    Add-PendingChange "$side/$KindName" $Name $Old ([int]$settings["${side}DelayReads"]) ([double]$settings["${side}DelaySeconds"])
}

# What a collection is keyed by: virtual directories have the same name on every server.
function Get-NamingProperty {
    param([string] $KindName)
    if ($KindName -like '*VirtualDirectory') { return 'Identity' }
    return 'Name'
}

function Read-Objects {
    param([string] $Context, [string] $KindName)
    $side = if ($Context -eq 'exo') { 'exo' } else { 'onPremises' }
    return Get-VisibleObjects "$side/$KindName" @(Get-Collection $Context $KindName) (Get-NamingProperty $KindName)
}

function Invoke-GenericGet {
    param([string] $Context, [string] $KindName, $Bound)
    $kind = $script:Kinds[$KindName]
    foreach ($key in $Bound.Keys) {
        if ($key -notin 'Identity', 'DomainController', 'Server', 'ADPropertiesOnly', 'ShowMailboxVirtualDirectories', 'ResultSize', 'Status', 'Domain', 'IncludeExtendedDomainInfo', 'RetrieveEwsOperationAccessPolicy', 'Component', 'ErrorAction', 'Verbose', 'WarningAction', 'ErrorVariable', 'OutVariable', 'WarningVariable', 'InformationAction', 'Debug', 'ProgressAction') {
            Stop-Simulation "Get-$KindName -$key has no behaviour"
        }
    }
    $objects = @(Read-Objects $Context $KindName)
    if ($Bound.ContainsKey('Server')) {
        $server = "$($Bound['Server'])"
        if (-not $script:Sim.State['onPremises']['servers'].Contains($server.Split('.')[0])) { Stop-NotFound $server }
        $objects = @($objects | Where-Object { "$($_['Server'])$($_['ServerFqdn'])" -like "$($server.Split('.')[0])*" })
    }
    # Virtual directories are read from the IIS of their server.
    if ($KindName -like '*VirtualDirectory' -and -not $Bound['ADPropertiesOnly']) {
        foreach ($object in $objects) { Assert-ServerAnswers "$($object['Server'])" }
    }
    if ($Bound.ContainsKey('Identity') -and $null -ne $Bound['Identity']) {
        $found = @($objects | Where-Object { Test-Identity $kind $_ $Bound['Identity'] })
        if ($found.Count -eq 0 -and -not "$($Bound['Identity'])".Contains('*')) { Stop-NotFound "$($Bound['Identity'])" }
        $objects = $found
    }
    return @($objects | ForEach-Object { ConvertTo-ShellObject $kind $_ })
}

# What a parameter's value becomes in the state. @{Add=...; Remove=...} changes a list, anything else replaces it.
function ConvertTo-StoredValue {
    param($Value, $Before, [string] $Type)
    if ($Value -is [Management.Automation.SwitchParameter]) { return [bool]$Value }
    if ($Type -in 'List', 'Enums', 'Domains', 'Addresses') {
        if ($Value -is [Collections.IDictionary]) {
            $list = @($Before | ForEach-Object { "$_" })
            foreach ($action in $Value.Keys) {
                $items = @($Value[$action] | ForEach-Object { "$_" })
                if ($action -ieq 'Add') { $list += @($items | Where-Object { $list -notcontains $_ }) }
                elseif ($action -ieq 'Remove') { $list = @($list | Where-Object { $items -notcontains $_ }) }
                else { Stop-WithError "The hashtable contains the unknown key '$action'. Use Add or Remove." 'MultiValuedPropertyHashtable' 'InvalidArgument' }
            }
            return , @($list)
        }
        return , @($Value | Where-Object { $null -ne $_ } | ForEach-Object { "$_" })
    }
    if ($null -eq $Value) { return $null }
    if ($Value -is [bool] -or $Value -is [int]) { return $Value }
    if ($Value -is [uint32]) { return [int] $Value }
    return "$Value"
}

function Set-Properties {
    param($Kind, $Object, $Bound, [string[]] $Handled)
    $common = 'Identity', 'DomainController', 'Confirm', 'WhatIf', 'Force', 'ErrorAction', 'Verbose', 'WarningAction', 'ErrorVariable', 'OutVariable', 'WarningVariable', 'InformationAction', 'Debug', 'ProgressAction'
    foreach ($key in @($Bound.Keys)) {
        if ($key -in $common -or $key -in $Handled) { continue }
        if ($key -notin $Kind.Settable) { Stop-Simulation "-$key of $($Kind.Name) has no behaviour" }
        $type = if ($Kind.Types.ContainsKey($key)) { $Kind.Types[$key] } else { '' }
        $before = if ($Object.Contains($key)) { $Object[$key] } else { $null }
        $Object[$key] = ConvertTo-StoredValue $Bound[$key] $before $type
    }
}

function Assert-UniqueName {
    param([string] $Context, [string] $KindName, [string] $Name, $Except)
    foreach ($other in (Get-Collection $Context $KindName)) {
        if ($other['Name'] -ieq $Name -and -not [object]::ReferenceEquals($other, $Except)) {
            Stop-WithError "The name '$Name' is already being used. Please try another name. ADObjectAlreadyExistsException: Active Directory operation failed on DC01. The object 'CN=$Name' already exists." 'ADObjectAlreadyExistsException' 'ResourceExists'
        }
    }
}

function Add-Object {
    param([string] $Context, [string] $KindName, $Object)
    Assert-UniqueName $Context $KindName $Object['Name']
    Set-Collection $Context $KindName (@(Get-Collection $Context $KindName) + @($Object))
    Add-ExchangePending $Context $KindName $Object['Name'] $null
}

function Invoke-GenericRemove {
    param([string] $Context, [string] $KindName, $Bound)
    $object = Get-OneObject $Context $KindName $Bound['Identity']
    Set-Collection $Context $KindName @(Get-Collection $Context $KindName | Where-Object { -not [object]::ReferenceEquals($_, $object) })
    Add-ExchangePending $Context $KindName $object['Name'] $object
}

function Invoke-GenericSet {
    param([string] $Context, [string] $KindName, $Bound, [string[]] $Handled)
    $object = Get-OneObject $Context $KindName $Bound['Identity']
    $before = Copy-Value $object
    if ($Bound.ContainsKey('Name')) { Assert-UniqueName $Context $KindName $Bound['Name'] $object }
    Set-Properties $script:Kinds[$KindName] $object $Bound $Handled
    Add-ExchangePending $Context $KindName $before[(Get-NamingProperty $KindName)] $before
    return $object
}
