# --- Requests to Microsoft Graph ----------------------------------------------------------------

function New-HybridRequest([string] $Method, [hashtable] $Of, [string] $Property = '(object)', [object] $Before,
    [object] $After, [object] $Body = $After, [string] $Text, [int] $Settle) {
    <# .SYNOPSIS The change that one request makes: POST an object, PATCH a property, DELETE; Of has Kind, Key, Uri. #>
    if ($Method -eq 'PATCH') { $Body = @{ $Property = $After } }
    $change = @{ Kind = $Of.Kind; Key = $Of.Key; Property = $Property; Before = $Before; After = $After; Settle = $Settle }
    New-HybridChange @change -Text $Text -ArgumentList @($Method, $Of.Uri, $Body) -Command {
        param($Method, $Uri, $Body)
        if ($Method -ne 'DELETE') { Set-HybridGraph -Method $Method -Uri $Uri -Body $Body; return }
        Invoke-MgGraphRequest -Method DELETE -Uri $Uri -ErrorAction Stop
    }
}
