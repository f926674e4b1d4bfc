# --- The right shell, the right organisation ----------------------------------------------------

function Get-HybridCommand([string] $Name) {
    <# .SYNOPSIS The command of that name in this session, without loading the module that has it. #>
    # With a wildcard only what is imported is looked at; without one, every module and folder.
    Get-Command -Name "$Name*" -CommandType 'Function', 'Cmdlet' -ListImported -ErrorAction SilentlyContinue |
        Where-Object { $_.Name -eq $Name }
}

function Get-HybridConnection {
    <# .SYNOPSIS The open connections of this process to Exchange Online. #>
    if (-not (Get-HybridCommand -Name 'Get-ConnectionInformation')) { return }
    Invoke-HybridRead -Command { Get-ConnectionInformation -ErrorAction Stop } | Where-Object { $null -ne $_ } |
        Select-HybridProperty -Text 'State', 'TenantID' -Flag 'IsEopSession' |
        Where-Object { $_.State -in '', 'Connected' -and -not $_.IsEopSession }
}

function Assert-HybridDomain([string[]] $Domain) {
    <# .SYNOPSIS Stops unless every domain is an accepted domain of the organisation this shell is connected to. #>
    $script:HybridRun.AcceptedDomains = @(Invoke-HybridRead -Command { Get-AcceptedDomain -ErrorAction Stop })
    $known = @($script:HybridRun.AcceptedDomains | ForEach-Object { Get-HybridText -InputObject $_ -Name 'DomainName' })
    $missing = @($Domain | Where-Object { -not (Test-HybridContains -List $known -Text $_) }) -join ', '
    if ($missing -eq '') { return }
    Stop-HybridStep -Reason "Another organisation, or a domain is missing: $missing, not among $($known -join ', ')."
}

function Assert-HybridTenant([string] $Service, [string] $Tenant, [string] $Connect) {
    <# .SYNOPSIS Stops when a service is connected to another tenant than that of the config, if it names one. #>
    $wanted = $organization.TenantId
    if ($wanted -in '', $Tenant) { return }
    Stop-HybridStep -Reason "$Service is connected to tenant $Tenant, not to $wanted. In a fresh PowerShell: $Connect."
}

function Assert-HybridModule([string] $Module, [string] $Command, [string] $Connect) {
    <# .SYNOPSIS Stops when the module of this shell is not loaded or too old, with the command that mends it. #>
    $least = [version] $organization.Modules[$Module]
    $found = Get-HybridCommand -Name $Command | Select-Object -First 1
    $what = 'is not loaded here'
    if ($null -ne $found) {
        if ($null -eq $found.Version -or $found.Version.Major -eq 0 -or $found.Version -ge $least) { return }
        $what = "is $($found.Version), $least or later is needed"
    }
    $install = "Install-Module -Name $Module -MinimumVersion $least -Scope CurrentUser"
    Stop-HybridStep -Reason "The module $Module $what. Run: $install; then in a fresh PowerShell: $Connect."
}

function Assert-HybridExchangeShell {
    <# .SYNOPSIS Stops unless this is the Exchange Management Shell of the organisation. #>
    $open = 'Open a fresh Exchange Management Shell on a Mailbox server, elevated.'
    if (-not (Get-HybridCommand -Name 'New-AuthServer')) { Stop-HybridStep -Reason "No New-AuthServer here. $open" }
    if (@(Get-HybridConnection).Count -gt 0) { Stop-HybridStep -Reason "Exchange Online is connected here. $open" }
    Assert-HybridDomain -Domain $organization.SmtpDomains
}

function Assert-HybridExchangeOnline {
    <# .SYNOPSIS Stops unless this is an Exchange Online session of the tenant. #>
    $connect = "Connect-ExchangeOnline -ExchangeEnvironmentName $($organization.ExchangeEnvironment)"
    $fresh = "In a fresh PowerShell: $connect."
    if (Get-HybridCommand -Name 'New-AuthServer') { Stop-HybridStep -Reason "This is the on-premises shell. $fresh" }
    Assert-HybridModule -Module 'ExchangeOnlineManagement' -Command 'Get-ConnectionInformation' -Connect $connect
    $tenants = @(Get-HybridConnection | ForEach-Object { $_.TenantID })
    if ($tenants.Count -eq 0) { Stop-HybridStep -Reason "No connection to Exchange Online here. Run: $connect." }
    foreach ($one in $tenants) { Assert-HybridTenant -Service 'Exchange Online' -Tenant $one -Connect $connect }
    # A session for a delegated organisation shows one tenant while its cmdlets may run in another.
    Assert-HybridDomain -Domain @($organization.InitialDomain)
}

function Assert-HybridGraph {
    <# .SYNOPSIS Stops unless Microsoft Graph is connected to the tenant with the scopes of this step. #>
    $scopes = $script:HybridRun.Step.Scopes
    $domain = $organization.InitialDomain
    $name = @($organization.TenantId, $domain -ne '')[0]
    $cloud = $organization.GraphEnvironment
    $connect = "Connect-MgGraph -TenantId $name -Environment $cloud -Scopes $($scopes -join ',')"
    Assert-HybridModule -Module 'Microsoft.Graph.Authentication' -Command 'Get-MgContext' -Connect $connect
    $context = Invoke-HybridRead -Command { Get-MgContext -ErrorAction Stop } | Where-Object { $null -ne $_ } |
        Select-HybridProperty -Text 'Environment', 'TenantId' -List 'Scopes'
    if ($null -eq $context) { Stop-HybridStep -Reason "Microsoft Graph is not connected. Run: $connect." }
    $reason = "Graph is connected to $($context.Environment). Run: $connect."
    if ($context.Environment -notin '', $cloud) { Stop-HybridStep -Diagnosis 'wrong-cloud' -Reason $reason }
    Assert-HybridTenant -Service 'Microsoft Graph' -Tenant $context.TenantId -Connect $connect
    if ($organization.TenantId -eq '') {
        $hybridUri = "https://$($organization.GraphHost)/v1.0/organization?`$select=id,verifiedDomains"
        $answer = Invoke-HybridRead -Command { Invoke-MgGraphRequest -Method GET -Uri $hybridUri -ErrorAction Stop }
        $domains = @(Get-HybridItem -InputObject $answer -Name 'value' |
                ForEach-Object { Get-HybridItem -InputObject $_ -Name 'verifiedDomains' } |
                ForEach-Object { Get-HybridText -InputObject $_ -Name 'name' })
        if ($domains -notcontains $domain) { Stop-HybridStep -Reason "The tenant of Microsoft Graph lacks $domain." }
    }
    # Who may write may read: Application.ReadWrite.All does for Application.Read.All.
    $granted = $context.Scopes + ($context.Scopes -replace '\.ReadWrite\.', '.Read.')
    $missing = @($scopes | Where-Object { $granted -notcontains $_ }) -join ', '
    if ($missing -eq '') { return }
    $reason = "This session of Microsoft Graph lacks the permission $missing. Run: $connect."
    Stop-HybridStep -Diagnosis 'authorization-request-denied' -Reason $reason
}
