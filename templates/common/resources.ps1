# --- Objects of a service, as data ----------------------------------------------------------------
# A step that is data adds to $resources, a list of hashtables:
#   Kind, Key, Single  the kind of object; the property that names one; the name where there is only one
#   Get, New, Set, Remove  the documented cmdlets, for $Name and $Value; Set has one for each property
#   EachServer  Get takes a server's name: each keeps its own objects and is asked by itself
#   Find     tests that tell which object is meant; the first that finds something counts
#   Several  failure id: more than one is a conflict      Absent, Fine, Unless  what is done where none is found
#   Want     properties as they shall be; an array is added to, never shortened
#   Good     tests for values that are as good            Open     lists that restrict nothing while they are empty
#   Look     what stops, warns or leaves a property alone  Keep    what forbids to remove one
#   Given    what must hold of the objects of another kind; else nothing is done
# A test names a property and a text, a flag, several texts of which one is enough, or a hashtable (Test-HybridValue).

function Test-HybridTenantUrl([string] $Url, [string[]] $Form, [string[]] $Tenant) {
    <# .SYNOPSIS Tells whether a metadata URL is one of some forms, {0} being a name of the tenant. #>
    return (@($Form | ForEach-Object { foreach ($name in $Tenant) { $_ -f $name } }) -contains $Url)
}

function Test-HybridValue([object] $Object, [string] $Name, [object] $Test) {
    <# .SYNOPSIS Tells whether a property of an object passes a test. #>
    $text = Get-HybridText -InputObject $Object -Name $Name
    $list = Get-HybridList -InputObject $Object -Name $Name
    if ($Test -is [bool]) { return (($text -eq 'True') -eq $Test) }
    if ($Test -is [array]) { return (Test-HybridContains -List $list -Text $Test) }
    if ($Test -isnot [hashtable]) { return ((Get-HybridKey -Text $text) -ceq (Get-HybridKey -Text $Test)) }
    $value = @($Test.Values)[0]
    $tenant = $organization.TenantNames
    switch (@($Test.Keys)[0]) {
        'Not' { return ($text -ne $value) }
        'HostBelow' { return (Test-HybridHostBelow -Url $text -Domain $value) }
        'Blank' { return ($text -eq '' -and (Test-HybridProperty -InputObject $Object -Name $Name)) }
        'OwnUrl' { return (Test-HybridTenantUrl -Url $text -Form $value -Tenant $organization.Hosts) }
        'TenantUrl' { return (Test-HybridTenantUrl -Url $text -Form $organization[$value] -Tenant $tenant) }
        'VanityUrl' { $tenant += $organization.SmtpDomains }
    }
    return (Test-HybridTenantUrl -Url $text -Form $organization[$value] -Tenant $tenant)
}

function Test-HybridMatch([object] $Object, [System.Collections.IDictionary] $Test) {
    <# .SYNOPSIS Tells whether an object passes all tests of a table. #>
    $failed = @($Test.Keys | Where-Object { -not (Test-HybridValue -Object $Object -Name $_ -Test $Test[$_]) })
    return ($failed.Count -eq 0)
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
    if ($found.Count -lt 2 -or -not $Resource.ContainsKey('Several')) { return $found }
    $names = @($found | ForEach-Object { Get-HybridName -Resource $Resource -Object $_ }) -join ', '
    $reason = "There are $($found.Count) objects of kind $($Resource.Kind) where one may be: $names."
    $mend = 'Keep the one in use, remove the others or take the shared domains off them, and run this script again.'
    Stop-HybridStep -Diagnosis @(@($Resource.Several) -ne '') -Reason "$reason $mend"
}

function Get-HybridName([hashtable] $Resource, [object] $Object) {
    <# .SYNOPSIS The name of an object, by the property that names its kind. #>
    if ($Resource.ContainsKey('Single')) { return $Resource.Single }
    return (Get-HybridText -InputObject $Object -Name (@("$($Resource['Key'])", 'Name' -ne '')[0]))
}

function Format-HybridReason([string] $Text, [object] $Object) {
    <# .SYNOPSIS A text in which {Property} stands for a value of an object. #>
    $value = { Get-HybridText -InputObject $Object -Name $args[0].Groups[1].Value }
    return [regex]::Replace($Text, '\{([A-Za-z]+)\}', $value)
}

function New-HybridCreation([hashtable] $Resource, [object[]] $Objects) {
    <# .SYNOPSIS The change that makes the object of a resource, with its name and all that is wanted of it. #>
    $name = $Resource.Name
    $taken = @($Objects | ForEach-Object { Get-HybridName -Resource $Resource -Object $_ })
    if (Test-HybridContains -List $taken -Text $name) { $name = "$name - $($organization.InitialDomain)" }
    $after = [ordered] @{ (@("$($Resource['Key'])", 'Name' -ne '')[0]) = $name }
    foreach ($part in @($Resource['Also'], $Resource['Want'] | Where-Object { $_ })) {
        foreach ($property in $part.Keys) { $after[$property] = $part[$property] }
    }
    $values = @($after.Keys | Select-Object -Skip 1 | ForEach-Object { "$_ $($after[$_] -join ', ')" }) -join '; '
    $change = @{
        Kind = $Resource.Kind; Key = $name; Property = '(object)'; Before = $null; After = $after
        Text = "create the $($Resource.Kind) ${name}: $values"; ArgumentList = @($Resource.New, $name)
    }
    New-HybridChange @change -Command { param($New, $Name) & $New }
}

function New-HybridSetting([hashtable] $Resource, [string] $Name, [string] $Property, $Before, $After) {
    <# .SYNOPSIS The change that writes one property. Apply and Rollback use the same setter. #>
    $value = $After
    if ("$After" -eq '') { $value = $null }
    $from, $to = ($Before -join ', '), ($After -join ', ')
    $change = @{
        Kind = $Resource.Kind; Key = $Name; Property = $Property; Before = $Before; After = $After
        Text = 'set {0} of the {1} {2} from "{3}" to "{4}"' -f $Property, $Resource.Kind, $Name, $from, $to
        ArgumentList = @($Resource.Set[$Property], $Name, $value)
    }
    New-HybridChange @change -Command { param($Set, $Name, $Value) & $Set }
}

function New-HybridRemoval([hashtable] $Resource, [object] $Object, [object[]] $Record) {
    <# .SYNOPSIS The change that removes what this bundle created; stops when that gained something since. #>
    $name = Get-HybridName -Resource $Resource -Object $Object
    $reason = ''
    foreach ($keep in $Resource['Keep']) {
        if (Test-HybridMatch -Object $Object -Test $keep.If) { $reason = $keep.Because }
    }
    foreach ($property in @($Resource.Want.Keys | Where-Object { $Resource.Want[$_] -is [array] })) {
        $ours = @($Record | ForEach-Object { $_.after; Get-HybridItem -InputObject $_.after -Name $property })
        $gained = Remove-HybridItem -List (Get-HybridList -InputObject $Object -Name $property) -Remove $ours
        if ($gained.Count -gt 0) { $reason = "$property gained $($gained -join ', ') since." }
    }
    $what = "$($Resource.Kind) $name, which this bundle created"
    if ($reason -ne '') { Stop-HybridStep -Reason "The $what, is not removed: $reason Decide by hand." }
    $identity = Get-HybridText -InputObject $Object -Name 'Identity'
    if ($identity -eq '' -or -not $Resource.ContainsKey('Key')) { $identity = $name }
    $change = @{
        Kind = $Resource.Kind; Key = $name; Property = '(object)'; After = $null; Text = "remove the $what"
        Before = @($Record | Where-Object { $_.property -eq '(object)' })[-1].after
        ArgumentList = @($Resource.Remove, $identity)
    }
    New-HybridChange @change -Command { param($Remove, $Name) & $Remove }
}

function Get-HybridResourceChange([hashtable] $Resource, [object[]] $Objects) {
    <# .SYNOPSIS What a resource lacks: itself, or each property that differs. #>
    $found = @(Find-HybridObject -Resource $Resource -Objects $Objects)
    if ($found.Count -eq 0) {
        if ($Resource.ContainsKey('Absent')) { Stop-HybridStep -Reason $Resource.Absent }
        if ($Resource.ContainsKey('Fine')) { Write-HybridMessage -Text $Resource.Fine; return }
        foreach ($object in $Objects) { $null = Get-HybridLeft -Look $Resource['Unless'] -Object $object }
        New-HybridCreation -Resource $Resource -Objects $Objects
    }
    foreach ($object in $found) {
        $left = @(Get-HybridLeft -Look $Resource['Look'] -Object $object)
        if ($Resource.ContainsKey('Want')) { Get-HybridSettingChange -Resource $Resource -Object $object -Left $left }
    }
}

function Get-HybridLeft([object[]] $Look, [object] $Object) {
    <# .SYNOPSIS Looks at an object before a change: stops, warns, names the properties that are left alone. #>
    foreach ($one in $Look) {
        if (@($one.If | Where-Object { Test-HybridMatch -Object $Object -Test $_ }).Count -eq 0) { continue }
        $text = Format-HybridReason -Text "$($one['Stop'])$($one['Note'])$($one['Warn'])" -Object $Object
        if ($one.ContainsKey('Stop')) { Stop-HybridStep -Diagnosis $one['Failure'] -Reason $text }
        Write-HybridMessage -Text $text -Warning:($one.ContainsKey('Warn'))
        if ($one.ContainsKey('Leave')) { $one.Leave }
    }
}

function Get-HybridSettingChange([hashtable] $Resource, [object] $Object, [string[]] $Left) {
    <# .SYNOPSIS The changes that bring the properties of an object to what is wanted. #>
    $name = Get-HybridName -Resource $Resource -Object $Object
    foreach ($property in @($Resource.Want.Keys | Where-Object { $Left -notcontains $_ })) {
        $want = $Resource.Want[$property]
        $text = Get-HybridText -InputObject $Object -Name $property
        $setting = @{ Resource = $Resource; Name = $name; Property = $property; Before = $text; After = $want }
        if ($want -is [array]) {
            $setting.Before = Get-HybridList -InputObject $Object -Name $property
            if ($setting.Before.Count -eq 0 -and $Resource['Open'] -contains $property) {
                Write-HybridMessage -Text "Left as it is: $property of $name is empty, which restricts nothing."
                continue
            }
            $setting.After = Join-HybridList -List $setting.Before -Add $want
            $fine = $setting.After.Count -eq $setting.Before.Count
        } else {
            $there = Test-HybridProperty -InputObject $Object -Name $property
            if ($want -is [bool] -and -not $there) { $setting.Before = 'unknown' }
            if ($want -is [bool] -and $text -in 'True', 'False') { $setting.Before = $text -eq 'True' }
            $good = Get-HybridProperty -InputObject $Resource['Good'] -Name $property
            if ($null -eq $good) { $good = $want }
            $fine = Test-HybridValue -Object $Object -Name $property -Test $good
        }
        if (-not $fine) { New-HybridSetting @setting; continue }
        Write-HybridMessage -Text "Already there: $($Resource.Kind) $name, $property $text."
    }
    if ($Resource.Want.Count -eq 0) { Write-HybridMessage -Text "Already there: $($Resource.Kind) $name." }
}

function Get-HybridResourceUndo([hashtable] $Resource, [object] $Object, [object[]] $Record) {
    <# .SYNOPSIS The way back, from the record: remove what was created, put back what was set. #>
    $kind = $Resource.Kind
    $name = Get-HybridName -Resource $Resource -Object $Object
    $mine = @($Record | Where-Object { $_.kind -eq $kind -and $_.key -eq $name })
    if ($mine.Count -eq 0) { return }
    # A resource that wants nothing is a look at what belongs to others.
    $own = @($resources | Where-Object { $_.Kind -eq $kind -and $_.ContainsKey('Want') })
    $makes = @($own | Where-Object { $_.ContainsKey('Name') } | ForEach-Object {
            $_.Name
            "$($_.Name) - $($organization.InitialDomain)"
        })
    # Version 0.1.0 gave the AuthServers the documented names with every method.
    if ($makes.Count -gt 0 -and $kind -eq 'AuthServer') { $makes += 'WindowsAzureACS', 'evoSTS' }
    $named = $makes -contains $name
    if (-not $named -and @($own | Where-Object { Find-HybridMatch -Resource $_ -Objects @($Object) }).Count -eq 0) {
        $reason = "the $kind $name is in the record, but is none that this step is about. Decide by hand."
        Write-HybridMessage -Warning -Text "Left alone: $reason"
        return
    }
    $created = @($mine | Where-Object { $_.property -eq '(object)' })
    if ($named -and $created.Count -gt 0 -and $Resource.ContainsKey('Remove')) {
        return (New-HybridRemoval -Resource $Resource -Object $Object -Record $mine)
    }
    # The last one that was set goes back first.
    $properties = @($own[0].Want.Keys)
    [System.Array]::Reverse($properties)
    $originals = @($properties | ForEach-Object { Get-HybridOriginal -Record $mine -Kind $kind -Property $_ })
    foreach ($original in $originals) {
        $property = $original.Entries[0].property
        $want = $own[0].Want[$property]
        $is = Get-HybridText -InputObject $Object -Name $property
        $back = $original.Before
        if ($want -is [array]) {
            $is = Get-HybridList -InputObject $Object -Name $property
            $all = @($own | ForEach-Object { $_.Want[$property] })
            $back = Get-HybridListBefore -Original $original -Current $is -Own $all
            if ($back.Count -eq $is.Count) { continue }
        } elseif (-not (Test-HybridRestorable -Original $original -Current $is)) { continue }
        elseif ($want -is [bool]) { $back = "$back" -eq 'True' }
        elseif (-not (Test-HybridFormer -Text "$back")) {
            $why = 'leads neither to this organisation nor to Exchange Online. Set it by hand if that is right.'
            Write-HybridMessage -Warning -Text "Not put back: ""$back"", by the record the $property of $name, $why"
            continue
        }
        New-HybridSetting -Resource $Resource -Name $name -Property $property -Before $is -After $back
    }
}

# The three functions of a step that is data; a step with code of its own defines them anew.
function Get-StepState {
    <# .SYNOPSIS Reads each kind of object once; after a change, what was changed. #>
    $read = @{}
    foreach ($one in @($resources) + @($resources | ForEach-Object { $_['Given'] } | Where-Object { $_ })) {
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
        $given = $resource['Given']
        if ($null -ne $given) {
            $there = @($State[$given.Kind] | Where-Object { Test-HybridMatch -Object $_ -Test $given.If }).Count -gt 0
            if ($there -ne $given.There) { Write-HybridMessage -Text $given.Otherwise; continue }
        }
        Get-HybridResourceChange -Resource $resource -Objects $State[$resource.Kind]
    }
}

function Get-StepUndo([object] $State, [object[]] $Record) {
    <# .SYNOPSIS Compares what was read with the record. #>
    foreach ($kind in @($resources | ForEach-Object { $_.Kind } | Select-Object -Unique)) {
        $resource = @($resources | Where-Object { $_.Kind -eq $kind })[0]
        foreach ($one in $State[$kind]) { Get-HybridResourceUndo -Resource $resource -Object $one -Record $Record }
    }
}
