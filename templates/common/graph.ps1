# --- Microsoft Graph ---------------------------------------------------------------------------

function Read-HybridGraph([string] $Path, [string] $Filter = '', [string[]] $Property = @()) {
    <# .SYNOPSIS The objects of a collection of Microsoft Graph for which a filter is true, page by page. #>
    $query = @('$top=999')
    if ($Filter -ne '') { $query += '$filter={0}' -f [System.Uri]::EscapeDataString($Filter) }
    if ($Property.Count -gt 0) { $query += '$select={0}' -f ($Property -join ',') }
    $uri = "https://$($script:HybridRun.Organization.GraphHost)/v1.0/${Path}?$($query -join '&')"
    while ($uri -ne '') {
        $answer = @(Invoke-HybridRead -Command { Invoke-MgGraphRequest -Method GET -Uri $uri -ErrorAction Stop })[0]
        Get-HybridItem -InputObject $answer -Name 'value'
        $uri = Get-HybridText -InputObject $answer -Name '@odata.nextLink'
    }
}

function Set-HybridGraphList([string] $Uri, [string] $Property, [object[]] $Value) {
    <# .SYNOPSIS Writes a list of a Graph object, whole: Graph replaces it. What became no JSON array is not sent. #>
    $body = ConvertTo-Json -InputObject ([ordered] @{ $Property = $Value }) -Depth 6 -Compress
    if (-not $body.StartsWith(('{{"{0}":[' -f $Property), [System.StringComparison]::Ordinal)) { throw "The list $Property did not become a JSON array. Nothing was written." }
    Invoke-MgGraphRequest -Method PATCH -Uri $Uri -Body $body -ContentType 'application/json' -ErrorAction Stop
}

function Set-HybridTextList([string] $Uri, [string] $Property, [string[]] $Add, [string[]] $Remove, [hashtable] $Form) {
    <# .SYNOPSIS Writes a list of a Graph object: what is there at that moment, plus some, minus some. #>
    # A list of other things than texts has a Form: blocks that make texts of it (Read) and it of texts (Write).
    $answer = Invoke-MgGraphRequest -Method GET -Uri "${Uri}?`$select=id,$Property" -ErrorAction Stop
    $present = Get-HybridList -InputObject $answer -Name $Property
    # A service principal without any name would be a list that was not read.
    if (-not (Test-HybridProperty -InputObject $answer -Name $Property) -or ($present.Count -eq 0 -and $Property -eq 'servicePrincipalNames')) { throw "Microsoft Graph did not return $Property. Nothing was written." }
    if ($null -ne $Form) { $present = & $Form.Read $answer }
    $value = Join-HybridList -List (Remove-HybridItem -List $present -Remove $Remove) -Add $Add
    if ($null -ne $Form) { $value = & $Form.Write $value }
    Set-HybridGraphList -Uri $Uri -Property $Property -Value $value
}

function New-HybridListChange([hashtable] $List, [string[]] $After, [string[]] $Add, [string[]] $Remove, $Text) {
    <# .SYNOPSIS The change of a list of a Graph object. List: Kind, Key, Uri, Property, Present, Own, Form. #>
    $change = @{ Kind = $List.Kind; Key = $List.Key; Property = $List.Property; Before = $List.Present; After = $After; Text = $Text }
    New-HybridChange @change -ArgumentList @($List, $Add, $Remove) -Command {
        param($List, $Add, $Remove)
        Set-HybridTextList -Uri $List.Uri -Property $List.Property -Add $Add -Remove $Remove -Form $List['Form']
    }
}

function Get-HybridListChange([hashtable] $List, [string] $What) {
    <# .SYNOPSIS The change that adds what a list of a Graph object lacks of what is its Own. #>
    $present = $List.Present
    $missing = [string[]] @($List.Own | Where-Object { -not (Test-HybridContains -List $present -Text $_) })
    if ($missing.Count -eq 0) { Write-HybridMessage -Text "Already there: $What."; return }
    $text = "add $($missing -join ', ') to $($List.Property) of $($List.Key), which keeps its $($present.Count) others"
    New-HybridListChange -List $List -After (Join-HybridList -List $present -Add $missing) -Add $missing -Text $text
}

function Get-HybridListUndo([hashtable] $List, [object[]] $Record) {
    <# .SYNOPSIS The change that takes off a list what this bundle added to it. #>
    $present = $List.Present
    $mine = @{ Kind = $List.Kind; Key = $List.Key; Property = $List.Property }
    foreach ($original in @(Get-HybridOriginal @mine -Record $Record)) {
        $back = Get-HybridListBefore -Original $original -Current $present -Own $List.Own
        $added = Remove-HybridItem -List $present -Remove $back
        if ($added.Count -eq 0) { continue }
        $text = "take $($added -join ', '), which this bundle added, off $($List.Property) of $($List.Key)"
        New-HybridListChange -List $List -After $back -Remove $added -Text $text
    }
}

function Get-HybridServicePrincipal([string] $AppId, [string[]] $Property) {
    <# .SYNOPSIS The service principal of an application in this tenant; stops when there is none. #>
    $found = @(Read-HybridGraph -Path 'servicePrincipals' -Filter "appId eq '$AppId'" -Property $Property)
    if ($found.Count -eq 1) { return $found[0] }
    Stop-HybridStep -Reason "The tenant has $($found.Count) service principals with the application id $AppId, there must be one. It is there in every tenant with an Exchange Online subscription; check the tenant and its licences."
}

function Get-HybridNameClause([string[]] $Name) {
    <# .SYNOPSIS Clauses of a filter: who holds one of these names. #>
    foreach ($one in $Name) { "servicePrincipalNames/any(n:n eq '{0}')" -f $one.Replace("'", "''") }
}

function Read-HybridPrincipal([string[]] $Clause, [string[]] $Property) {
    <# .SYNOPSIS The service principals for which one of the clauses is true. #>
    # Microsoft Graph takes at most 15 clauses in a filter, so many are asked for in several reads.
    $found = @(for ($first = 0; $first -lt $Clause.Count; $first += 15) {
            Read-HybridGraph -Path 'servicePrincipals' -Filter (@($Clause | Select-Object -Skip $first -First 15) -join ' or ') -Property $Property
        })
    $seen = @('')
    foreach ($principal in $found) {
        $id = Get-HybridText -InputObject $principal -Name 'Id'
        if ($seen -notcontains $id) { $principal }
        $seen += $id
    }
}
