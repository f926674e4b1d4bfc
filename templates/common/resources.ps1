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

function Test-HybridTenantUrl {
    <# .SYNOPSIS Tells whether a metadata URL is one of some forms, {0} being a name of the tenant. #>
    [CmdletBinding()] param([string] $Url, [string[]] $Form, [string[]] $Tenant)
    foreach ($one in $Form) { foreach ($name in $Tenant) { if ($Url -eq ($one -f $name)) { return $true } } }
    return $false
}

function Test-HybridValue {
    <# .SYNOPSIS Tells whether a property of an object passes a test. #>
    [CmdletBinding()] param([object] $Object, [string] $Name, [object] $Test)
    $text = Get-HybridText -InputObject $Object -Name $Name
    if ($Test -is [bool]) { return (($text -eq 'True') -eq $Test) }
    if ($Test -is [hashtable]) {
        $organization = $script:HybridRun.Organization
        if ($Test.ContainsKey('Not')) { return ($text -ne $Test.Not) }
        if ($Test.ContainsKey('HostBelow')) { return (Test-HybridHostBelow -Url $text -Domain $Test.HostBelow) }
        if ($Test.ContainsKey('Blank')) { return ($text -eq '' -and (Test-HybridProperty -InputObject $Object -Name $Name)) }
        if ($Test.ContainsKey('OwnUrl')) { return (Test-HybridTenantUrl -Url $text -Form $Test.OwnUrl -Tenant $organization.Hosts) }
        if ($Test.ContainsKey('TenantUrl')) { return (Test-HybridTenantUrl -Url $text -Form $organization[$Test.TenantUrl] -Tenant $organization.TenantNames) }
        return (Test-HybridTenantUrl -Url $text -Form $organization[$Test.VanityUrl] -Tenant ($organization.TenantNames + $organization.SmtpDomains))
    }
    if ($Test -is [array]) { return (Test-HybridOverlap -List (Get-HybridList -InputObject $Object -Name $Name) -Other $Test) }
    return ((Get-HybridKey -Text $text) -ceq (Get-HybridKey -Text $Test))
}

function Test-HybridMatch {
    <# .SYNOPSIS Tells whether an object passes all tests of a table. #>
    [CmdletBinding()] param([object] $Object, [System.Collections.IDictionary] $Test)
    foreach ($name in $Test.Keys) { if (-not (Test-HybridValue -Object $Object -Name $name -Test $Test[$name])) { return $false } }
    return $true
}

function Find-HybridMatch {
    <# .SYNOPSIS The objects that pass the first test of a resource that any passes. #>
    [CmdletBinding()] param([hashtable] $Resource, [object[]] $Objects)
    if ($Resource.ContainsKey('Single')) { return @($Objects) }
    foreach ($test in $Resource.Find) {
        $found = @($Objects | Where-Object -FilterScript { Test-HybridMatch -Object $_ -Test $test })
        if ($found.Count -gt 0) { return $found }
    }
}

function Find-HybridObject {
    <# .SYNOPSIS The objects that a resource means; stops when there are several where one may be. #>
    [CmdletBinding()] param([hashtable] $Resource, [object[]] $Objects)
    $found = @(Find-HybridMatch -Resource $Resource -Objects $Objects)
    if ($Resource.ContainsKey('Single')) { return $found }
    if ($found.Count -gt 1 -and $Resource.ContainsKey('Several')) {
        $names = @($found | ForEach-Object -Process { Get-HybridName -Resource $Resource -Object $_ }) -join ', '
        Stop-HybridStep -Diagnosis @($Resource.Several | Where-Object -FilterScript { $_ -ne '' }) -Reason (
            ('There are {0} objects of kind {1} where one may be: {2}. Keep the one in use, remove the others or take the ' +
            'shared domains off them, and run this script again. Nothing was changed.') -f $found.Count, $Resource.Kind, $names)
    }
    return $found
}

function Get-HybridName {
    <# .SYNOPSIS The name of an object, by the property that names its kind. #>
    [CmdletBinding()] param([hashtable] $Resource, [object] $Object)
    if ($Resource.ContainsKey('Single')) { return $Resource.Single }
    $key = 'Name'
    if ($Resource.ContainsKey('Key')) { $key = $Resource.Key }
    return (Get-HybridText -InputObject $Object -Name $key)
}

function Format-HybridReason {
    <# .SYNOPSIS A text in which {Property} stands for a value of an object. #>
    [CmdletBinding()] param([string] $Text, [object] $Object)
    foreach ($match in [regex]::Matches($Text, '\{([A-Za-z]+)\}')) {
        $Text = $Text.Replace($match.Value, (Get-HybridText -InputObject $Object -Name $match.Groups[1].Value))
    }
    return $Text
}

function Get-HybridWanted {
    <# .SYNOPSIS What a resource shall be when it is made: name, then properties. #>
    [CmdletBinding()] param([hashtable] $Resource, [string] $Name)
    $all = [ordered] @{}
    if ($Resource.ContainsKey('Key')) { $all[$Resource.Key] = $Name } else { $all['Name'] = $Name }
    foreach ($part in 'Also', 'Want') {
        if ($Resource.ContainsKey($part)) { foreach ($property in $Resource[$part].Keys) { $all[$property] = $Resource[$part][$property] } }
    }
    return $all
}

function New-HybridCreation {
    <# .SYNOPSIS The change that makes the object of a resource. #>
    [CmdletBinding()] param([hashtable] $Resource, [object[]] $Objects)
    $name = $Resource.Name
    $taken = @($Objects | ForEach-Object -Process { Get-HybridName -Resource $Resource -Object $_ })
    if (Test-HybridContains -List $taken -Text $name) { $name = '{0} - {1}' -f $name, $script:HybridRun.Organization.InitialDomain }
    $after = Get-HybridWanted -Resource $Resource -Name $name
    $values = @($after.Keys | Select-Object -Skip 1 | ForEach-Object -Process { '{0} {1}' -f $_, ($after[$_] -join ', ') })
    $text = 'create the {0} {1}: {2}' -f $Resource.Kind, $name, ($values -join '; ')
    $change = @{ Kind = $Resource.Kind; Key = $name; Property = '(object)'; Before = $null; After = $after; Text = $text }
    New-HybridChange @change -ArgumentList @($Resource.New, $name) -Command { param($New, $Name) & $New $Name }
}

function New-HybridSetting {
    <# .SYNOPSIS The change that writes one property. Apply and Rollback use the same setter. #>
    [CmdletBinding()]
    param([hashtable] $Resource, [string] $Name, [string] $Property, [object] $Before, [object] $After)
    $value = $After
    if ("$After" -eq '') { $value = $null }
    $values = @($Property, $Resource.Kind, $Name, ($Before -join ', '), ($After -join ', '))
    $change = @{
        Kind = $Resource.Kind; Key = $Name; Property = $Property; Before = $Before; After = $After
        Text = 'set {0} of the {1} {2} from "{3}" to "{4}"' -f $values
    }
    $arguments = @($Resource.Set[$Property], $Name, $value)
    New-HybridChange @change -ArgumentList $arguments -Command { param($Set, $Name, $Value) & $Set $Name $Value }
}

function Get-HybridResourceChange {
    <# .SYNOPSIS What a resource lacks: itself, or each property that differs. #>
    [CmdletBinding()] param([hashtable] $Resource, [object[]] $Objects)
    $found = @(Find-HybridObject -Resource $Resource -Objects $Objects)
    if ($found.Count -eq 0) {
        if ($Resource.ContainsKey('Absent')) { Stop-HybridStep -Reason ('{0} Nothing was changed.' -f $Resource.Absent) }
        if ($Resource.ContainsKey('Fine')) { Write-HybridMessage -Text $Resource.Fine; return }
        if ($Resource.ContainsKey('Unless')) {
            $other = @($Objects | Where-Object -FilterScript { Test-HybridMatch -Object $_ -Test $Resource.Unless.If })
            if ($other.Count -gt 0) { Stop-HybridStep -Reason ('{0} Nothing was changed.' -f (Format-HybridReason -Text $Resource.Unless.Stop -Object $other[0])) }
        }
        New-HybridCreation -Resource $Resource -Objects $Objects
        return
    }
    foreach ($object in $found) {
        $left = @(Get-HybridLeft -Resource $Resource -Object $object)
        if ($Resource.ContainsKey('Want')) { Get-HybridSettingChange -Resource $Resource -Object $object -Left $left }
    }
}

function Test-HybridGiven {
    <# .SYNOPSIS Tells whether what a resource asks of another kind holds; says so where it does not. #>
    [CmdletBinding()] param([hashtable] $Resource, [hashtable] $State)
    if (-not $Resource.ContainsKey('Given')) { return $true }
    $given = $Resource.Given
    $there = @($State[$given.Kind] | Where-Object -FilterScript { Test-HybridMatch -Object $_ -Test $given.If }).Count -gt 0
    if ($there -ne $given.There) { Write-HybridMessage -Text $given.Otherwise }
    return ($there -eq $given.There)
}

function Get-HybridLeft {
    <# .SYNOPSIS Looks at an object before it is changed: stops, warns, names the properties that are left alone. #>
    [CmdletBinding()] param([hashtable] $Resource, [object] $Object)
    if (-not $Resource.ContainsKey('Look')) { return }
    foreach ($look in $Resource.Look) {
        if (@($look.If | Where-Object -FilterScript { Test-HybridMatch -Object $Object -Test $_ }).Count -eq 0) { continue }
        if ($look.ContainsKey('Stop')) {
            $text = Format-HybridReason -Text $look.Stop -Object $Object
            Stop-HybridStep -Diagnosis @($look.Failure | Where-Object -FilterScript { $_ -ne '' }) -Reason ('{0} Nothing was changed.' -f $text)
        }
        if ($look.ContainsKey('Note')) { Write-HybridMessage -Text (Format-HybridReason -Text $look.Note -Object $Object); continue }
        Write-HybridMessage -Warning -Text (Format-HybridReason -Text $look.Warn -Object $Object)
        if ($look.ContainsKey('Leave')) { $look.Leave }
    }
}

function Get-HybridSettingChange {
    <# .SYNOPSIS The changes that bring the properties of an object to what is wanted. #>
    [CmdletBinding()] param([hashtable] $Resource, [object] $Object, [string[]] $Left)
    $name = Get-HybridName -Resource $Resource -Object $Object
    $this = @{ Resource = $Resource; Name = $name }
    foreach ($property in @($Resource.Want.Keys | Where-Object -FilterScript { $Left -notcontains $_ })) {
        $want = $Resource.Want[$property]
        $is = Get-HybridText -InputObject $Object -Name $property
        if ($want -is [array]) {
            $list = Get-HybridList -InputObject $Object -Name $property
            $union = Join-HybridList -List $list -Add $want
            if ($list.Count -eq 0 -and $Resource.ContainsKey('Open') -and $Resource.Open -contains $property) {
                Write-HybridMessage -Text ('Left as it is: {0} of {1} is empty, which restricts nothing.' -f $property, $name)
                continue
            }
            if ($union.Count -gt $list.Count) { New-HybridSetting @this -Property $property -Before $list -After $union; continue }
        } elseif ($want -is [bool]) {
            if (($is -eq 'True') -ne $want) {
                New-HybridSetting @this -Property $property -Before (Get-HybridKnown -InputObject $Object -Name $property) -After $want
                continue
            }
        } else {
            $test = $want
            if ($Resource.ContainsKey('Good') -and $Resource.Good.ContainsKey($property)) { $test = $Resource.Good[$property] }
            $fine = Test-HybridValue -Object $Object -Name $property -Test $test
            if ($Resource.ContainsKey('IfEmpty') -and $Resource.IfEmpty -contains $property) { $fine = ($is -ne '') }
            if (-not $fine) { New-HybridSetting @this -Property $property -Before $is -After $want; continue }
        }
        Write-HybridMessage -Text ('Already there: {0} {1}, {2} {3}.' -f $Resource.Kind, $name, $property, $is)
    }
    if ($Resource.Want.Count -eq 0) { Write-HybridMessage -Text ('Already there: {0} {1}.' -f $Resource.Kind, $name) }
}

function Assert-HybridRemovable {
    <# .SYNOPSIS Stops before an object that this bundle created is removed, when it gained something since. #>
    [CmdletBinding()] param([hashtable] $Resource, [object] $Object, [object] $Original, [object[]] $Record)
    $name = Get-HybridName -Resource $Resource -Object $Object
    $reason = ''
    if ($Resource.ContainsKey('Keep')) {
        foreach ($keep in $Resource.Keep) { if (Test-HybridMatch -Object $Object -Test $keep.If) { $reason = $keep.Because } }
    }
    foreach ($property in @($Resource.Want.Keys | Where-Object -FilterScript { $Resource.Want[$_] -is [array] })) {
        $ours = [string[]] @($Original.Entries | ForEach-Object -Process { Get-HybridItem -InputObject $_.after -Name $property })
        foreach ($set in @(Get-HybridOriginal -Record $Record -Kind $Resource.Kind -Property $property -Key $name)) {
            $ours += [string[]] @($set.Entries | ForEach-Object -Process { $_.after })
        }
        $gained = Remove-HybridItem -List (Get-HybridList -InputObject $Object -Name $property) -Remove $ours
        if ($gained.Count -gt 0) { $reason = '{0} gained {1} since.' -f $property, ($gained -join ', ') }
    }
    if ($reason -eq '') { return }
    Stop-HybridStep -Reason (('The {0} {1}, which this bundle created, is not removed: {2} Decide by hand; the record of what ' +
            'was created stays. Nothing was changed.') -f $Resource.Kind, $name, $reason)
}

function Get-HybridResourceUndo {
    <# .SYNOPSIS The way back, from the record: remove what was created, put back what was set. #>
    [CmdletBinding()] param([hashtable] $Resource, [object] $Object, [object[]] $Record)
    $name = Get-HybridName -Resource $Resource -Object $Object
    $mine = @{ Record = $Record; Kind = $Resource.Kind; Key = $name }
    # A resource that wants nothing is a look at what belongs to others.
    $ofKind = @($resources | Where-Object -FilterScript { $_.Kind -eq $Resource.Kind -and $_.ContainsKey('Want') })
    $named = @($ofKind | Where-Object -FilterScript { Test-HybridOwnName -Resource $_ -Name $name }).Count -gt 0
    $meant = $named -or @($ofKind | Where-Object -FilterScript { $_.ContainsKey('Single') -or @(Find-HybridMatch -Resource $_ -Objects @($Object)).Count -gt 0 }).Count -gt 0
    if (-not $meant) {
        if (@($Record | Where-Object -FilterScript { $_.kind -eq $Resource.Kind -and $_.key -eq $name }).Count -gt 0) {
            Write-HybridMessage -Warning -Text ('Left alone: the {0} {1} is in the record, but is none that this step is about. Decide by hand.' -f $Resource.Kind, $name)
        }
        return
    }
    $created = @(if ($named -and $Resource.ContainsKey('Remove')) { Get-HybridOriginal @mine -Property '(object)' })
    if ($created.Count -gt 0) {
        Assert-HybridRemovable -Resource $Resource -Object $Object -Original $created[0] -Record $Record
        $identity = Get-HybridText -InputObject $Object -Name 'Identity'
        if ($identity -eq '' -or -not $Resource.ContainsKey('Key')) { $identity = $name }
        $change = @{
            Kind = $Resource.Kind; Key = $name; Property = '(object)'; Before = $created[0].After; After = $null
            Text = 'remove the {0} {1}, which this bundle created' -f $Resource.Kind, $name
        }
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
                $own = [string[]] @($ofKind | Where-Object -FilterScript { $_.ContainsKey('Want') } | ForEach-Object -Process { $_.Want[$property] })
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
    [CmdletBinding()] param()
    $read = @{}
    foreach ($one in @($resources) + @($resources | Where-Object -FilterScript { $_.ContainsKey('Given') } | ForEach-Object -Process { $_.Given })) {
        $get = $one.Get
        if ($read.ContainsKey($one.Kind)) { continue }
        if ($one.ContainsKey('EachServer')) { $read[$one.Kind] = @(Read-HybridServerKind -Kind $one.Kind -Get $get); continue }
        $read[$one.Kind] = @(Read-HybridOnce -Mark $one.Kind -Command { Invoke-HybridRead -Command $get })
    }
    return $read
}

function Get-StepChange {
    <# .SYNOPSIS Compares what was read with what is wanted. #>
    [CmdletBinding()] param([object] $State)
    foreach ($resource in $resources) {
        if (Test-HybridGiven -Resource $resource -State $State) { Get-HybridResourceChange -Resource $resource -Objects $State[$resource.Kind] }
    }
}

function Get-StepUndo {
    <# .SYNOPSIS Compares what was read with the record. #>
    [CmdletBinding()] param([object] $State, [AllowEmptyCollection()] [object[]] $Record)
    $done = @()
    foreach ($resource in $resources) {
        if ($done -contains $resource.Kind) { continue }
        $done += $resource.Kind
        foreach ($object in $State[$resource.Kind]) { Get-HybridResourceUndo -Resource $resource -Object $object -Record $Record }
    }
}
