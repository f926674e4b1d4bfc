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
# what the step adds. One of other things than texts has blocks that make texts of it (Read) and it of texts (Write).

function Set-HybridList([hashtable] $List, [object[]] $Add, [string[]] $Remove) {
    <# .SYNOPSIS Writes a list of an object: what is there at that moment, plus some, minus some. #>
    $property = $List.Property
    $answer = Invoke-MgGraphRequest -Method GET -Uri "$($List.Uri)?`$select=id,$property" -ErrorAction Stop
    $present = Get-HybridList -InputObject $answer -Name $property
    # A service principal without any name would be a list that was not read.
    $unread = $present.Count -eq 0 -and $property -eq 'servicePrincipalNames'
    if ($unread -or -not (Test-HybridProperty -InputObject $answer -Name $property)) {
        throw "Microsoft Graph did not return $property. Nothing was written."
    }
    if ($property -eq 'keyCredentials') {
        $value = Join-HybridKey -Present @(ConvertTo-HybridKey -InputObject $answer) -Add $Add -Remove $Remove
    } else {
        if ($List.ContainsKey('Read')) { $present = & $List.Read $answer }
        $value = Join-HybridList -List (Remove-HybridItem -List $present -Remove $Remove) -Add $Add
        if ($List.ContainsKey('Write')) { $value = & $List.Write $value }
    }
    Set-HybridGraph -Method PATCH -Uri $List.Uri -Body @{ $property = [object[]] @($value) }
}

function New-HybridListChange([hashtable] $List, [object] $Before = $List.Present, [object] $After, [string] $Text,
    [object[]] $Add, [string[]] $Remove) {
    <# .SYNOPSIS The change of a list of an object. #>
    $change = @{ Kind = $List.Kind; Key = $List.Key; Property = $List.Property; Before = $Before; After = $After }
    New-HybridChange @change -Text $Text -ArgumentList @($List, $Add, $Remove) -Command {
        param($List, $Add, $Remove)
        Set-HybridList -List $List -Add $Add -Remove $Remove
    }
}

function Get-HybridListChange([hashtable] $List, [string] $What) {
    <# .SYNOPSIS The change that adds what a list lacks of what is its Own. #>
    $present = $List.Present
    $missing = [string[]] @($List.Own | Where-Object { -not (Test-HybridContains -List $present -Text $_) })
    if ($missing.Count -eq 0) { Write-HybridMessage -Text "Already there: $What."; return }
    $text = "add $($missing -join ', ') to $($List.Property) of $($List.Key), which keeps its $($present.Count) others"
    New-HybridListChange -List $List -After (Join-HybridList -List $present -Add $missing) -Add $missing -Text $text
}

function Get-HybridListUndo([hashtable] $List, [object[]] $Record) {
    <# .SYNOPSIS The change that takes off a list what this bundle added to it. #>
    $mine = @{ Record = $Record; Kind = $List.Kind; Key = $List.Key; Property = $List.Property }
    foreach ($original in @(Get-HybridOriginal @mine)) {
        $back = Get-HybridListBefore -Original $original -Current $List.Present -Own $List.Own
        $added = Remove-HybridItem -List $List.Present -Remove $back
        if ($added.Count -eq 0) { continue }
        $text = "take $($added -join ', '), which this bundle added, off $($List.Property) of $($List.Key)"
        New-HybridListChange -List $List -After $back -Remove $added -Text $text
    }
}

function Select-HybridPrincipal([object[]] $Principal, [string] $AppId, [string] $Mend = 'Check its licences.') {
    <# .SYNOPSIS The service principal of an application among those that were read; stops unless there is one. #>
    $found = @($Principal | Where-Object { (Get-HybridText -InputObject $_ -Name 'appId') -eq $AppId })
    if ($found.Count -eq 1) { return $found[0] }
    Stop-HybridStep -Reason "The tenant has $($found.Count) service principals with the application id $AppId, there must be one. $Mend"
}

function Read-HybridPrincipal([string[]] $AppId, [string[]] $Name, [string[]] $Property) {
    <# .SYNOPSIS The service principals of these applications, and those that hold one of these names. #>
    # Microsoft Graph takes at most 15 clauses in a filter, so many are asked for in several reads.
    $clauses = @(foreach ($one in $AppId) { "appId eq '$one'" })
    $clauses += @(foreach ($one in $Name) { "servicePrincipalNames/any(n:n eq '{0}')" -f $one.Replace("'", "''") })
    $seen = @('')
    for ($first = 0; $first -lt $clauses.Count; $first += 15) {
        $filter = @($clauses | Select-Object -Skip $first -First 15) -join ' or '
        foreach ($principal in @(Read-HybridGraph -Path 'servicePrincipals' -Filter $filter -Property $Property)) {
            $id = Get-HybridText -InputObject $principal -Name 'id'
            if ($seen -notcontains $id) { $principal }
            $seen += $id
        }
    }
}
