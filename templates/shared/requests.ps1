# --- Requests to Microsoft Graph ----------------------------------------------------------------

function New-HybridRequest([string] $Method, [string] $Uri, [string] $Kind, [string] $Key, [string] $Property = '(object)',
    [object] $Before, [object] $After, [object] $Body = $After, [string] $Text, [int] $Settle) {
    <# .SYNOPSIS The change that one request makes: POST an object, PATCH a property, DELETE an object. #>
    if ($Method -eq 'PATCH') { $Body = @{ $Property = $After } }
    $change = @{
        Kind = $Kind; Key = $Key; Property = $Property; Before = $Before; After = $After; Text = $Text; Settle = $Settle
    }
    New-HybridChange @change -ArgumentList @($Method, $Uri, $Body) -Command {
        param($Method, $Uri, $Body)
        if ($Method -ne 'DELETE') { Set-HybridGraph -Method $Method -Uri $Uri -Body $Body; return }
        Invoke-MgGraphRequest -Method DELETE -Uri $Uri -ErrorAction Stop
    }
}
