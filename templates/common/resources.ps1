# --- Objects of a service, as data ----------------------------------------------------------------
# A step that is data adds to $resources, a list of hashtables:
#   Kind, Key, Single  the kind of object; the property that names one; the name where there is only one
#   Get, New, Set, Remove  the documented cmdlets, for $Name and $Value; Set has one for each property
#   Find, Several  tests that tell which object is meant, the first that finds counts; failure id of more than one
#   Absent, Fine, Unless  what is done where none is found
#   Want, Open  properties as they shall be, an array is added to, never shortened; lists that empty restrict nothing
#   Good, Look, Keep  tests for values that are as good; what stops, warns, leaves alone; what forbids to remove one
#   Given  what must hold of the objects of another kind; else nothing is done
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
    $mend = 'Keep the one in use, remove the others or take the shared domains off them'
    $reason = "There are $($found.Count) $($Resource.Kind) objects where one may be: $names. $mend."
    Stop-HybridStep -Diagnosis @(@($Resource.Several) -ne '') -Reason $reason
}

function Get-HybridName([hashtable] $Resource, [object] $Object) {
    <# .SYNOPSIS The name of an object, by the property that names its kind. #>
    if ($Resource.ContainsKey('Single')) { return $Resource.Single }
    return (Get-HybridText -InputObject $Object -Name (@("$($Resource['Key'])", 'Name' -ne '')[0]))
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
    $text = "create the $($Resource.Kind) ${name}: $values"
    $change = @{ Kind = $Resource.Kind; Key = $name; Property = '(object)'; Before = $null; After = $after }
    New-HybridChange @change -Text $text -ArgumentList @($Resource.New, $name) -Command { param($New, $Name) & $New }
}

function New-HybridSetting([hashtable] $Resource, [string] $Name, [string] $Property, $Before, $After) {
    <# .SYNOPSIS The change that writes one property. Apply and Rollback use the same setter. #>
    $value = $After
    if ("$After" -eq '') { $value = $null }
    $from, $to = ($Before -join ', '), ($After -join ', ')
    $text = "set $Property of the $($Resource.Kind) $Name from ""$from"" to ""$to"""
    $change = @{ Kind = $Resource.Kind; Key = $Name; Property = $Property; Before = $Before; After = $After }
    $with = @($Resource.Set[$Property], $Name, $value)
    New-HybridChange @change -Text $text -ArgumentList $with -Command { param($Set, $Name, $Value) & $Set }
}

function New-HybridRemoval([hashtable] $Resource, [object] $Object, [object[]] $Record) {
    <# .SYNOPSIS The change that removes what this bundle created; stops when that gained something since. #>
    $name = Get-HybridName -Resource $Resource -Object $Object
    $kept = @($Resource['Keep'] | Where-Object { $null -ne $_ -and (Test-HybridMatch -Object $Object -Test $_.If) })
    $reason = "$($kept | ForEach-Object { $_.Because } | Select-Object -Last 1)"
    foreach ($property in @($Resource.Want.Keys | Where-Object { $Resource.Want[$_] -is [array] })) {
        $ours = @($Record | ForEach-Object { $_.after; Get-HybridItem -InputObject $_.after -Name $property })
        $gained = Remove-HybridItem -List (Get-HybridList -InputObject $Object -Name $property) -Remove $ours
        if ($gained.Count -gt 0) { $reason = "$property gained $($gained -join ', ') since." }
    }
    $what = "$($Resource.Kind) $name, which this bundle created"
    if ($reason -ne '') { Stop-HybridStep -Reason "The $what, is not removed: $reason Decide by hand." }
    $identity = Get-HybridText -InputObject $Object -Name 'Identity'
    if ($identity -eq '' -or -not $Resource.ContainsKey('Key')) { $identity = $name }
    $made = @($Record | Where-Object { $_.property -eq '(object)' })[-1].after
    $change = @{ Kind = $Resource.Kind; Key = $name; Property = '(object)'; Before = $made; After = $null }
    $with = @($Resource.Remove, $identity)
    New-HybridChange @change -Text "remove the $what" -ArgumentList $with -Command { param($Remove, $Name) & $Remove }
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
    foreach ($object in $found) { Get-HybridSettingChange -Resource $Resource -Object $object }
}

function Get-HybridLeft([object[]] $Look, [object] $Object) {
    <# .SYNOPSIS Looks at an object before a change: stops, warns, names the properties that are left alone. #>
    foreach ($one in $Look) {
        if (@($one.If | Where-Object { Test-HybridMatch -Object $Object -Test $_ }).Count -eq 0) { continue }
        # {Property} stands for a value of the object.
        $value = { Get-HybridText -InputObject $Object -Name $args[0].Groups[1].Value }
        $text = [regex]::Replace("$($one['Stop'])$($one['Note'])$($one['Warn'])", '\{([A-Za-z]+)\}', $value)
        if ($one.ContainsKey('Stop')) { Stop-HybridStep -Diagnosis $one['Failure'] -Reason $text }
        Write-HybridMessage -Text $text -Warning:($one.ContainsKey('Warn'))
        if ($one.ContainsKey('Leave')) { $one.Leave }
    }
}

function Get-HybridSettingChange([hashtable] $Resource, [object] $Object) {
    <# .SYNOPSIS The changes that bring the properties of an object to what is wanted. #>
    $name = Get-HybridName -Resource $Resource -Object $Object
    $what = "Already there: $($Resource.Kind) $name"
    $left = @(Get-HybridLeft -Look $Resource['Look'] -Object $Object)
    if (-not $Resource.ContainsKey('Want')) { return }
    foreach ($property in @($Resource.Want.Keys | Where-Object { $left -notcontains $_ })) {
        $want = $after = $Resource.Want[$property]
        $text = $before = Get-HybridText -InputObject $Object -Name $property
        if ($want -is [array]) {
            $before = Get-HybridList -InputObject $Object -Name $property
            if ($before.Count -eq 0 -and $Resource['Open'] -contains $property) {
                Write-HybridMessage -Text "Left as it is: $property of $name is empty, which restricts nothing."
                continue
            }
            $after = Join-HybridList -List $before -Add $want
            $fine = $after.Count -eq $before.Count
        } else {
            $there = Test-HybridProperty -InputObject $Object -Name $property
            if ($want -is [bool] -and -not $there) { $before = 'unknown' }
            if ($want -is [bool] -and $text -in 'True', 'False') { $before = $text -eq 'True' }
            $good = Get-HybridProperty -InputObject $Resource['Good'] -Name $property
            if ($null -eq $good) { $good = $want }
            $fine = Test-HybridValue -Object $Object -Name $property -Test $good
        }
        if ($fine) { Write-HybridMessage -Text "$what, $property $text."; continue }
        New-HybridSetting -Resource $Resource -Name $name -Property $property -Before $before -After $after
    }
    if ($Resource.Want.Count -eq 0) { Write-HybridMessage -Text "$what." }
}

function Get-HybridResourceUndo([hashtable] $Resource, [object] $Object, [object[]] $Record) {
    <# .SYNOPSIS The way back, from the record: remove what was created, put back what was set. #>
    $kind = $Resource.Kind
    $name = Get-HybridName -Resource $Resource -Object $Object
    $mine = @($Record | Where-Object { $_.kind -eq $kind -and $_.key -eq $name })
    if ($mine.Count -eq 0) { return }
    # A resource that wants nothing is a look at what belongs to others.
    $own = @($resources | Where-Object { $_.Kind -eq $kind -and $_.ContainsKey('Want') })
    $makes = @($own | ForEach-Object { $_['Name'] } | Where-Object { $_ })
    $makes += @($makes | ForEach-Object { "$_ - $($organization.InitialDomain)" })
    # Version 0.1.0 gave the AuthServers the documented names with every method.
    if ($makes.Count -gt 0 -and $kind -eq 'AuthServer') { $makes += 'WindowsAzureACS', 'evoSTS' }
    $named = $makes -contains $name
    if (-not $named -and @($own | Where-Object { Find-HybridMatch -Resource $_ -Objects $Object }).Count -eq 0) {
        $reason = 'is in the record, but is none that this step is about. Decide by hand.'
        return (Write-HybridMessage -Warning -Text "Left alone: the $kind $name $reason")
    }
    if ($named -and $Resource.ContainsKey('Remove') -and $mine.property -contains '(object)') {
        return (New-HybridRemoval -Resource $Resource -Object $Object -Record $mine)
    }
    # The last one that was set goes back first.
    $names = @($own[0].Want.Keys)
    [System.Array]::Reverse($names)
    foreach ($original in @($names | ForEach-Object { Get-HybridOriginal -Record $mine -Kind $kind -Property $_ })) {
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
            $why = 'leads neither to this organisation nor to Exchange Online. Decide by hand.'
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
        $kind, $get = $one.Kind, $one.Get
        if ($read.ContainsKey($kind)) { continue }
        $read[$kind] = @(Read-HybridOnce -Mark $kind -Command { Invoke-HybridRead -Command $get })
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
