# --- Objects of a service, as data ----------------------------------------------------------------
# A step that is data sets $resources, a list of hashtables:
#   Kind, Key, Single  the kind of object; the property that names one; the name where there is only one
#   Get, New, Set, Remove  the documented cmdlets; Set has one for each property
#   EachServer  Get takes a server's name: each keeps its own objects and is asked by itself
#   Find     tests that tell which object is meant; the first that finds something counts
#   Several  failure id: more than one is a conflict      Absent, Fine, Unless  what is done where none is found
#   Want     properties as they shall be; an array is added to, never shortened
#   Good     tests for values that are as good            IfEmpty  properties set only where nothing stands
#   Open     lists that restrict nothing while they are empty
#   Look     what stops, warns or leaves a property alone  Keep    what forbids to remove one
#   Given    what must hold of the objects of another kind; else nothing is done
# A test names a property and a text, a flag, several texts of which one is enough, or a hashtable (Test-HybridValue).

function Test-HybridTenantUrl([string] $Url, [string[]] $Form, [string[]] $Tenant) {
    <# .SYNOPSIS Tells whether a metadata URL is one of some forms, {0} being a name of the tenant. #>
    foreach ($one in $Form) { if (@($Tenant | ForEach-Object { $one -f $_ }) -contains $Url) { return $true } }
    return $false
}

function Test-HybridValue([object] $Object, [string] $Name, [object] $Test) {
    <# .SYNOPSIS Tells whether a property of an object passes a test. #>
    $text = Get-HybridText -InputObject $Object -Name $Name
    if ($Test -is [bool]) { return (($text -eq 'True') -eq $Test) }
    if ($Test -is [array]) { return (Test-HybridContains -List (Get-HybridList -InputObject $Object -Name $Name) -Text $Test) }
    if ($Test -isnot [hashtable]) { return ((Get-HybridKey -Text $text) -ceq (Get-HybridKey -Text $Test)) }
    $organization = $script:HybridRun.Organization
    $value = @($Test.Values)[0]
    switch (@($Test.Keys)[0]) {
        'Not' { return ($text -ne $value) }
        'HostBelow' { return (Test-HybridHostBelow -Url $text -Domain $value) }
        'Blank' { return ($text -eq '' -and (Test-HybridProperty -InputObject $Object -Name $Name)) }
        'OwnUrl' { return (Test-HybridTenantUrl -Url $text -Form $value -Tenant $organization.Hosts) }
        'TenantUrl' { return (Test-HybridTenantUrl -Url $text -Form $organization[$value] -Tenant $organization.TenantNames) }
        'VanityUrl' { return (Test-HybridTenantUrl -Url $text -Form $organization[$value] -Tenant ($organization.TenantNames + $organization.SmtpDomains)) }
    }
}

function Test-HybridMatch([object] $Object, [System.Collections.IDictionary] $Test) {
    <# .SYNOPSIS Tells whether an object passes all tests of a table. #>
    return (@($Test.Keys | Where-Object { -not (Test-HybridValue -Object $Object -Name $_ -Test $Test[$_]) }).Count -eq 0)
}

function Find-HybridMatch([hashtable] $Resource, [object[]] $Objects) {
    <# .SYNOPSIS The objects that pass the first test of a resource that any passes. #>
    if ($Resource.ContainsKey('Single')) { return $Objects }
    foreach ($test in $Resource.Find) {
        $found = @($Objects | Where-Object { Test-HybridMatch -Object $_ -Test $test })
        if ($found.Count -gt 0) { return $found }
    }
}

function Find-HybridObject([hashtable] $Resource, [object[]] $Objects) {
    <# .SYNOPSIS The objects that a resource means; stops when there are several where one may be. #>
    $found = @(Find-HybridMatch -Resource $Resource -Objects $Objects)
    if ($found.Count -lt 2 -or $Resource.ContainsKey('Single') -or -not $Resource.ContainsKey('Several')) { return $found }
    $names = @($found | ForEach-Object { Get-HybridName -Resource $Resource -Object $_ }) -join ', '
    Stop-HybridStep -Diagnosis @(@($Resource.Several) -ne '') -Reason "There are $($found.Count) objects of kind $($Resource.Kind) where one may be: $names. Keep the one in use, remove the others or take the shared domains off them, and run this script again."
}

function Get-HybridName([hashtable] $Resource, [object] $Object) {
    <# .SYNOPSIS The name of an object, by the property that names its kind. #>
    if ($Resource.ContainsKey('Single')) { return $Resource.Single }
    return (Get-HybridText -InputObject $Object -Name (@($Resource['Key'], 'Name' | Where-Object { $_ })[0]))
}

function Format-HybridReason([string] $Text, [object] $Object) {
    <# .SYNOPSIS A text in which {Property} stands for a value of an object. #>
    foreach ($match in [regex]::Matches($Text, '\{([A-Za-z]+)\}')) {
        $Text = $Text.Replace($match.Value, (Get-HybridText -InputObject $Object -Name $match.Groups[1].Value))
    }
    return $Text
}

function New-HybridCreation([hashtable] $Resource, [object[]] $Objects) {
    <# .SYNOPSIS The change that makes the object of a resource, with its name and all that is wanted of it. #>
    $name = $Resource.Name
    $taken = @($Objects | ForEach-Object { Get-HybridName -Resource $Resource -Object $_ })
    if (Test-HybridContains -List $taken -Text $name) { $name = "$name - $($organization.InitialDomain)" }
    $after = [ordered] @{ (@($Resource['Key'], 'Name' | Where-Object { $_ })[0]) = $name }
    foreach ($part in @($Resource['Also'], $Resource['Want'] | Where-Object { $null -ne $_ })) { foreach ($property in $part.Keys) { $after[$property] = $part[$property] } }
    $values = @($after.Keys | Select-Object -Skip 1 | ForEach-Object { "$_ $($after[$_] -join ', ')" }) -join '; '
    $change = @{ Kind = $Resource.Kind; Key = $name; Property = '(object)'; Before = $null; After = $after; Text = "create the $($Resource.Kind) ${name}: $values" }
    New-HybridChange @change -ArgumentList @($Resource.New, $name) -Command { param($New, $Name) & $New $Name }
}

function New-HybridSetting([hashtable] $Resource, [string] $Name, [string] $Property, $Before, $After) {
    <# .SYNOPSIS The change that writes one property. Apply and Rollback use the same setter. #>
    $value = $After
    if ("$After" -eq '') { $value = $null }
    $change = @{
        Kind = $Resource.Kind; Key = $Name; Property = $Property; Before = $Before; After = $After
        Text = 'set {0} of the {1} {2} from "{3}" to "{4}"' -f $Property, $Resource.Kind, $Name, ($Before -join ', '), ($After -join ', ')
    }
    New-HybridChange @change -ArgumentList @($Resource.Set[$Property], $Name, $value) -Command { param($Set, $Name, $Value) & $Set $Name $Value }
}

function Get-HybridResourceChange([hashtable] $Resource, [object[]] $Objects) {
    <# .SYNOPSIS What a resource lacks: itself, or each property that differs. #>
    $found = @(Find-HybridObject -Resource $Resource -Objects $Objects)
    if ($found.Count -eq 0) {
        if ($Resource.ContainsKey('Absent')) { Stop-HybridStep -Reason $Resource.Absent }
        if ($Resource.ContainsKey('Fine')) { Write-HybridMessage -Text $Resource.Fine; return }
        if ($Resource.ContainsKey('Unless')) {
            $other = @($Objects | Where-Object { Test-HybridMatch -Object $_ -Test $Resource.Unless.If })
            if ($other.Count -gt 0) { Stop-HybridStep -Reason (Format-HybridReason -Text $Resource.Unless.Stop -Object $other[0]) }
        }
        New-HybridCreation -Resource $Resource -Objects $Objects
    }
    foreach ($object in $found) {
        $left = @(Get-HybridLeft -Resource $Resource -Object $object)
        if ($Resource.ContainsKey('Want')) { Get-HybridSettingChange -Resource $Resource -Object $object -Left $left }
    }
}

function Test-HybridGiven([hashtable] $Resource, [hashtable] $State) {
    <# .SYNOPSIS Tells whether what a resource asks of another kind holds; says so where it does not. #>
    if (-not $Resource.ContainsKey('Given')) { return $true }
    $given = $Resource.Given
    $there = @($State[$given.Kind] | Where-Object { Test-HybridMatch -Object $_ -Test $given.If }).Count -gt 0
    if ($there -ne $given.There) { Write-HybridMessage -Text $given.Otherwise }
    return ($there -eq $given.There)
}

function Get-HybridLeft([hashtable] $Resource, [object] $Object) {
    <# .SYNOPSIS Looks at an object before it is changed: stops, warns, names the properties that are left alone. #>
    foreach ($look in $Resource['Look']) {
        if (@($look.If | Where-Object { Test-HybridMatch -Object $Object -Test $_ }).Count -eq 0) { continue }
        $text = Format-HybridReason -Text (@($look['Stop'], $look['Note'], $look['Warn'] | Where-Object { $_ })[0]) -Object $Object
        if ($look.ContainsKey('Stop')) { Stop-HybridStep -Diagnosis @($look['Failure'] | Where-Object { $_ }) -Reason $text }
        Write-HybridMessage -Text $text -Warning:(-not $look.ContainsKey('Note'))
        if ($look.ContainsKey('Leave') -and -not $look.ContainsKey('Note')) { $look.Leave }
    }
}

function Get-HybridSettingChange([hashtable] $Resource, [object] $Object, [string[]] $Left) {
    <# .SYNOPSIS The changes that bring the properties of an object to what is wanted. #>
    $name = Get-HybridName -Resource $Resource -Object $Object
    foreach ($property in @($Resource.Want.Keys | Where-Object { $Left -notcontains $_ })) {
        $want = $Resource.Want[$property]
        $is = Get-HybridText -InputObject $Object -Name $property
        $setting = @{ Resource = $Resource; Name = $name; Property = $property; Before = $is; After = $want }
        if ($want -is [array]) {
            $setting.Before = Get-HybridList -InputObject $Object -Name $property
            $setting.After = Join-HybridList -List $setting.Before -Add $want
            $fine = $setting.After.Count -eq $setting.Before.Count
            if ($setting.Before.Count -eq 0 -and $Resource['Open'] -contains $property) {
                Write-HybridMessage -Text "Left as it is: $property of $name is empty, which restricts nothing."
                continue
            }
        } elseif ($want -is [bool]) {
            if (-not (Test-HybridProperty -InputObject $Object -Name $property)) { $setting.Before = 'unknown' }
            elseif ($is -in 'True', 'False') { $setting.Before = $is -eq 'True' }
            $fine = ($is -eq 'True') -eq $want
        } elseif ($Resource['IfEmpty'] -contains $property) {
            $fine = $is -ne ''
        } else {
            $test = $want
            if ($Resource.ContainsKey('Good') -and $Resource.Good.ContainsKey($property)) { $test = $Resource.Good[$property] }
            $fine = Test-HybridValue -Object $Object -Name $property -Test $test
        }
        if ($fine) { Write-HybridMessage -Text "Already there: $($Resource.Kind) $name, $property $is." } else { New-HybridSetting @setting }
    }
    if ($Resource.Want.Count -eq 0) { Write-HybridMessage -Text "Already there: $($Resource.Kind) $name." }
}

function Assert-HybridRemovable([hashtable] $Resource, [object] $Object, [object] $Original, [object[]] $Record) {
    <# .SYNOPSIS Stops before an object that this bundle created is removed, when it gained something since. #>
    $name = Get-HybridName -Resource $Resource -Object $Object
    $reason = ''
    foreach ($keep in $Resource['Keep']) { if (Test-HybridMatch -Object $Object -Test $keep.If) { $reason = $keep.Because } }
    foreach ($property in @($Resource.Want.Keys | Where-Object { $Resource.Want[$_] -is [array] })) {
        $ours = @($Original.Entries | ForEach-Object { Get-HybridItem -InputObject $_.after -Name $property }) +
            @(Get-HybridOriginal -Record $Record -Kind $Resource.Kind -Property $property -Key $name | ForEach-Object { $_.Entries } | ForEach-Object { $_.after })
        $gained = Remove-HybridItem -List (Get-HybridList -InputObject $Object -Name $property) -Remove $ours
        if ($gained.Count -gt 0) { $reason = "$property gained $($gained -join ', ') since." }
    }
    if ($reason -eq '') { return }
    Stop-HybridStep -Reason "The $($Resource.Kind) $name, which this bundle created, is not removed: $reason Decide by hand; the record of what was created stays."
}

function Get-HybridResourceUndo([hashtable] $Resource, [object] $Object, [object[]] $Record) {
    <# .SYNOPSIS The way back, from the record: remove what was created, put back what was set. #>
    $kind = $Resource.Kind
    $name = Get-HybridName -Resource $Resource -Object $Object
    $mine = @{ Record = $Record; Kind = $kind; Key = $name }
    # A resource that wants nothing is a look at what belongs to others.
    $ofKind = @($resources | Where-Object { $_.Kind -eq $kind -and $_.ContainsKey('Want') })
    $named = @($ofKind | Where-Object { Test-HybridOwnName -Resource $_ -Name $name }).Count -gt 0
    if (-not $named -and @($ofKind | Where-Object { $_.ContainsKey('Single') -or @(Find-HybridMatch -Resource $_ -Objects @($Object)).Count -gt 0 }).Count -eq 0) {
        if (@($Record | Where-Object { $_.kind -eq $kind -and $_.key -eq $name }).Count -gt 0) {
            Write-HybridMessage -Warning -Text "Left alone: the $kind $name is in the record, but is none that this step is about. Decide by hand."
        }
        return
    }
    $created = @(if ($named -and $Resource.ContainsKey('Remove')) { Get-HybridOriginal @mine -Property '(object)' })
    if ($created.Count -gt 0) {
        Assert-HybridRemovable -Resource $Resource -Object $Object -Original $created[0] -Record $Record
        $identity = Get-HybridText -InputObject $Object -Name 'Identity'
        if ($identity -eq '' -or -not $Resource.ContainsKey('Key')) { $identity = $name }
        $change = @{ Kind = $kind; Key = $name; Property = '(object)'; Before = $created[0].After; After = $null; Text = "remove the $kind $name, which this bundle created" }
        New-HybridChange @change -ArgumentList @($Resource.Remove, $identity) -Command { param($Remove, $Name) & $Remove $Name }
        return
    }
    if (-not $Resource.ContainsKey('Want')) { return }
    # The last one that was set goes back first.
    $properties = @($Resource.Want.Keys)
    [System.Array]::Reverse($properties)
    foreach ($property in $properties) {
        $want = $Resource.Want[$property]
        foreach ($original in @(Get-HybridOriginal @mine -Property $property)) {
            $is = Get-HybridText -InputObject $Object -Name $property
            $back = $original.Before
            if ($want -is [array]) {
                $is = Get-HybridList -InputObject $Object -Name $property
                $own = [string[]] @($ofKind | Where-Object { $_.ContainsKey('Want') } | ForEach-Object { $_.Want[$property] })
                $back = Get-HybridListBefore -Original $original -Current $is -Own $own
                if (($back -join '|') -ceq ($is -join '|')) { continue }
            } elseif (-not (Test-HybridRestorable -Original $original -Current $is)) { continue }
            elseif ($want -is [bool]) { $back = ("$back" -eq 'True') }
            elseif (-not (Test-HybridFormer -Text "$back")) {
                Write-HybridMessage -Warning -Text ('Not put back: the record says that {0} of {1} was "{2}", which leads neither to this organisation nor to Exchange Online. Set it by hand if that is right.' -f $property, $name, $back)
                continue
            }
            New-HybridSetting -Resource $Resource -Name $name -Property $property -Before $is -After $back
        }
    }
}

# The three functions of a step that is data; a step with code of its own defines them anew.
function Get-StepState {
    <# .SYNOPSIS Reads each kind of object once; after a change, what was changed. #>
    $read = @{}
    foreach ($one in @($resources) + @($resources | Where-Object { $_.ContainsKey('Given') } | ForEach-Object { $_.Given })) {
        $get = $one.Get
        if ($read.ContainsKey($one.Kind)) { continue }
        if ($one.ContainsKey('EachServer')) { $read[$one.Kind] = @(Read-HybridServerKind -Kind $one.Kind -Get $get) }
        else { $read[$one.Kind] = @(Read-HybridOnce -Mark $one.Kind -Command { Invoke-HybridRead -Command $get }) }
    }
    return $read
}

function Get-StepChange([object] $State) {
    <# .SYNOPSIS Compares what was read with what is wanted. #>
    foreach ($resource in $resources) {
        if (Test-HybridGiven -Resource $resource -State $State) { Get-HybridResourceChange -Resource $resource -Objects $State[$resource.Kind] }
    }
}

function Get-StepUndo([object] $State, [object[]] $Record) {
    <# .SYNOPSIS Compares what was read with the record. #>
    foreach ($kind in @($resources | ForEach-Object { $_.Kind } | Select-Object -Unique)) {
        $resource = @($resources | Where-Object { $_.Kind -eq $kind })[0]
        foreach ($one in $State[$kind]) { Get-HybridResourceUndo -Resource $resource -Object $one -Record $Record }
    }
}
