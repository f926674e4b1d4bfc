# --- Microsoft Graph ---------------------------------------------------------------------------
$graphUri = "https://$($organization.GraphHost)/v1.0"

function Read-HybridGraph([string] $Path, [string] $Filter = '', [string[]] $Property = @()) {
    <# .SYNOPSIS The objects of a collection of Microsoft Graph for which a filter is true, page by page. #>
    $query = @('$top=999')
    if ($Filter -ne '') { $query += '$filter={0}' -f [System.Uri]::EscapeDataString($Filter) }
    if ($Property.Count -gt 0) { $query += '$select={0}' -f ($Property -join ',') }
    $uri = "$graphUri/${Path}?$($query -join '&')"
    while ($uri -ne '') {
        $answer = @(Invoke-HybridRead -Command { Invoke-MgGraphRequest -Method GET -Uri $uri -ErrorAction Stop })[0]
        Get-HybridItem -InputObject $answer -Name 'value'
        $uri = Get-HybridText -InputObject $answer -Name '@odata.nextLink'
    }
}

function Set-HybridGraph([string] $Method, [string] $Uri, [System.Collections.IDictionary] $Body) {
    <# .SYNOPSIS Sends a body. Graph replaces a list whole: what became no JSON array is not sent. #>
    $json = ConvertTo-Json -InputObject $Body -Depth 6 -Compress
    $broken = @($Body.Keys | Where-Object { $Body[$_] -is [array] -and -not $json.Contains("""${_}"":[") })
    if ($broken.Count -gt 0) { throw "The list $broken did not become a JSON array. Nothing was written." }
    Invoke-MgGraphRequest -Method $Method -Uri $Uri -Body $json -ContentType 'application/json' -ErrorAction Stop
}

# A list of an object is a hashtable: Kind, Key, Property and Present as in the evidence, Uri of the object, and Own,
# what the step adds. One of other things than texts has Join, a block that joins what was read, plus some, minus some.

function New-HybridListChange([hashtable] $List, [object] $After, [string] $Text, [object[]] $Add, [string[]] $Remove) {
    <# .SYNOPSIS The change of a list of an object: what is there at that moment, plus some, minus some. #>
    $change = @{ Kind = $List.Kind; Key = $List.Key; Property = $List.Property; Before = $List.Present; After = $After }
    New-HybridChange @change -Text $Text -ArgumentList @($List, $Add, $Remove) -Command {
        param($List, $Add, $Remove)
        $property = $List.Property
        $answer = Invoke-MgGraphRequest -Method GET -Uri "$($List.Uri)?`$select=id,$property" -ErrorAction Stop
        $present = Get-HybridList -InputObject $answer -Name $property
        # A service principal without any name would be a list that was not read.
        $unread = $present.Count -eq 0 -and $property -eq 'servicePrincipalNames'
        if ($unread -or -not (Test-HybridProperty -InputObject $answer -Name $property)) {
            throw "Microsoft Graph did not return $property. Nothing was written."
        }
        if ($List.ContainsKey('Join')) { $value = & $List.Join $answer $Add $Remove }
        else { $value = Join-HybridList -List (Remove-HybridItem -List $present -Remove $Remove) -Add $Add }
        Set-HybridGraph -Method PATCH -Uri $List.Uri -Body @{ $property = [object[]] @($value) }
    }
}

function Get-HybridListChange([hashtable] $List, [string] $What) {
    <# .SYNOPSIS The change that adds what a list lacks of what is its Own. #>
    $present = $List.Present
    $missing = [string[]] @($List.Own | Where-Object { -not (Test-HybridContains -List $present -Text $_) })
    if ($missing.Count -eq 0) { return Write-HybridMessage -Text "Already there: $What." }
    $text = "add $($missing -join ', ') to $($List.Property) of $($List.Key), which keeps its $($present.Count) others"
    New-HybridListChange -List $List -After (Join-HybridList -List $present -Add $missing) -Add $missing -Text $text
}

function Get-HybridListUndo([hashtable] $List, [object[]] $Record) {
    <# .SYNOPSIS The change that takes off a list what this bundle added to it; names keys that cannot come back. #>
    $mine = @{ Record = $Record; Kind = $List.Kind; Key = $List.Key; Property = $List.Property }
    $names = Get-HybridItemName -Item $List.Present
    foreach ($original in @(Get-HybridOriginal @mine)) {
        $keys = @(Get-HybridItem -InputObject $original -Name 'Before' | Where-Object { $_ -isnot [string] })
        foreach ($lost in @($keys | Select-HybridProperty -Text 'thumbprint', 'name', 'until')) {
            if ($names -contains $lost.thumbprint) { continue }
            $what = "the key $($lost.thumbprint) ($($lost.name), until $($lost.until)) of $($List.Key)"
            $why = 'Graph refuses expired keys; one that somebody removed has to be uploaded again.'
            Write-HybridMessage -Warning -Text "Cannot be brought back: $what. $why"
        }
        $back = Get-HybridListBefore -Original $original -Current $names -Own $List.Own
        $added = Remove-HybridItem -List $names -Remove $back
        if ($added.Count -eq 0) { continue }
        $after = [object[]] @($List.Present | Where-Object { $back -contains (Get-HybridItemName -Item $_)[0] })
        $text = "take $($added -join ', '), which this bundle added, off $($List.Property) of $($List.Key)"
        New-HybridListChange -List $List -After $after -Remove $added -Text $text
    }
}

function Select-HybridPrincipal([object[]] $Principal, [string] $AppId, [string] $Mend = 'Check its licences.') {
    <# .SYNOPSIS The service principal of an application among those that were read; stops unless there is one. #>
    $found = @($Principal | Where-Object { (Get-HybridText -InputObject $_ -Name 'appId') -eq $AppId })
    if ($found.Count -eq 1) { return $found[0] }
    Stop-HybridStep -Reason "There must be one service principal of $AppId; the tenant has $($found.Count). $Mend"
}

function Read-HybridPrincipal([string[]] $AppId, [string[]] $Name, [string[]] $Property) {
    <# .SYNOPSIS The service principals of these applications, and those that hold one of these names. #>
    # Microsoft Graph takes at most 15 clauses in a filter, so many are asked for in several reads.
    $clauses = @(foreach ($one in $AppId) { "appId eq '$one'" })
    $clauses += @(foreach ($one in $Name) { "servicePrincipalNames/any(n:n eq '{0}')" -f $one.Replace("'", "''") })
    $read = for ($first = 0; $first -lt $clauses.Count; $first += 15) {
        $filter = @($clauses | Select-Object -Skip $first -First 15) -join ' or '
        Read-HybridGraph -Path 'servicePrincipals' -Filter $filter -Property $Property
    }
    $named = @($read | Select-HybridProperty -Text 'id' | Where-Object { $_.id -ne '' })
    $named | Sort-Object -Property 'id' -Unique | ForEach-Object { $_.Source }
}
