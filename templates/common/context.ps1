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
    Invoke-HybridRead -Command { Get-ConnectionInformation -ErrorAction Stop } | Where-Object {
        $null -ne $_ -and -not (Test-HybridTrue -InputObject $_ -Name 'IsEopSession') -and (Get-HybridText -InputObject $_ -Name 'State') -in @('', 'Connected')
    }
}

function Assert-HybridDomain([string[]] $Domain) {
    <# .SYNOPSIS Stops unless every domain is an accepted domain of the organisation this shell is connected to. #>
    $script:HybridRun.AcceptedDomains = @(Invoke-HybridRead -Command { Get-AcceptedDomain -ErrorAction Stop })
    $known = @($script:HybridRun.AcceptedDomains | ForEach-Object { Get-HybridText -InputObject $_ -Name 'DomainName' })
    $missing = @($Domain | Where-Object { -not (Test-HybridContains -List $known -Text $_) })
    if ($missing.Count -gt 0) {
        Stop-HybridStep -Reason "This shell is connected to another organisation, or a domain is missing: $($missing -join ', ') not among the accepted domains ($($known -join ', '))."
    }
}

function Assert-HybridExchangeShell {
    <# .SYNOPSIS Stops unless this is the Exchange Management Shell of the organisation. #>
    $reason = ''
    if (-not (Get-HybridCommand -Name 'New-AuthServer')) { $reason = 'This is not the Exchange Management Shell: New-AuthServer does not exist here. Open the shell on a Mailbox server, elevated, and run this script there.' }
    elseif (@(Get-HybridConnection).Count -gt 0) { $reason = 'This shell is connected to Exchange Online, whose cmdlets bear the same names. Open a fresh Exchange Management Shell without Connect-ExchangeOnline.' }
    if ($reason -ne '') { Stop-HybridStep -Reason $reason }
    Assert-HybridDomain -Domain $script:HybridRun.Organization.SmtpDomains
}

function Assert-HybridExchangeOnline {
    <# .SYNOPSIS Stops unless this is an Exchange Online session of the tenant. #>
    $organization = $script:HybridRun.Organization
    $connect = "Connect-ExchangeOnline -ExchangeEnvironmentName $($organization.ExchangeEnvironment)"
    if (Get-HybridCommand -Name 'New-AuthServer') { Stop-HybridStep -Reason "This is the Exchange Management Shell of the on-premises organisation. Open a fresh PowerShell and connect it: $connect." }
    Assert-HybridModule -Module 'ExchangeOnlineManagement' -Command 'Get-ConnectionInformation' -Connect $connect
    $connections = @(Get-HybridConnection)
    if ($connections.Count -eq 0) { Stop-HybridStep -Reason "This shell has no connection to Exchange Online. Connect first: $connect." }
    foreach ($connection in $connections) {
        $tenant = Get-HybridText -InputObject $connection -Name 'TenantID'
        if ($organization.TenantId -in @('', $tenant)) { continue }
        Stop-HybridStep -Reason "This shell is connected to tenant $tenant, the bundle is for $($organization.TenantId). Close it, open a fresh one and connect to the right tenant."
    }
    # A session for a delegated organisation shows one tenant while its cmdlets may run in another.
    Assert-HybridDomain -Domain @($organization.InitialDomain)
}

function Assert-HybridModule([string] $Module, [string] $Command, [string] $Connect) {
    <# .SYNOPSIS Stops when the module of this shell is not loaded or too old, with the command that mends it. #>
    $least = [version] $script:HybridRun.Organization.Modules[$Module]
    $found = Get-HybridCommand -Name $Command | Select-Object -First 1
    if ($null -eq $found) { $what = 'is not loaded here' }
    elseif ($null -ne $found.Version -and $found.Version.Major -gt 0 -and $found.Version -lt $least) { $what = "is $($found.Version), $least or later is needed" }
    else { return }
    Stop-HybridStep -Reason "The module $Module $what. Run: Install-Module -Name $Module -MinimumVersion $least -Scope CurrentUser; then in a fresh PowerShell: $Connect."
}

function Assert-HybridGraph {
    <# .SYNOPSIS Stops unless Microsoft Graph is connected to the tenant with the scopes of this step. #>
    $organization = $script:HybridRun.Organization
    $scopes = @($script:HybridRun.Step.Scopes)
    $name = @($organization.TenantId, $organization.InitialDomain -ne '')[0]
    $connect = "Connect-MgGraph -TenantId $name -Environment $($organization.GraphEnvironment) -Scopes $($scopes -join ',')"
    Assert-HybridModule -Module 'Microsoft.Graph.Authentication' -Command 'Get-MgContext' -Connect $connect
    $context = Invoke-HybridRead -Command { Get-MgContext -ErrorAction Stop }
    if ($null -eq $context) { Stop-HybridStep -Reason "Microsoft Graph is not connected. Run: $connect." }
    $environment = Get-HybridText -InputObject $context -Name 'Environment'
    if ($environment -notin @('', $organization.GraphEnvironment)) {
        Stop-HybridStep -Diagnosis 'wrong-cloud' -Reason "Microsoft Graph is connected to the cloud $environment, the bundle is for $($organization.GraphEnvironment). Run: $connect."
    }
    $tenant = Get-HybridText -InputObject $context -Name 'TenantId'
    if ($organization.TenantId -eq '') { Assert-HybridGraphDomain }
    elseif ($tenant -ne $organization.TenantId) { Stop-HybridStep -Reason "Microsoft Graph is connected to tenant $tenant, the bundle is for $($organization.TenantId). Run: $connect." }
    $granted = Get-HybridList -InputObject $context -Name 'Scopes'
    # Who may write may read: Application.ReadWrite.All does for Application.Read.All.
    $missing = @($scopes | Where-Object { -not (Test-HybridContains -List $granted -Text @($_, $_.Replace('.Read.', '.ReadWrite.'))) })
    if ($missing.Count -gt 0) { Stop-HybridStep -Diagnosis 'authorization-request-denied' -Reason "This Microsoft Graph session lacks the permission $($missing -join ', '). Run: $connect." }
}

function Assert-HybridGraphDomain {
    <# .SYNOPSIS Without a tenant id in the config: stops unless the initial domain belongs to the connected tenant. #>
    $domain = $organization.InitialDomain
    $hybridUri = "https://$($organization.GraphHost)/v1.0/organization?`$select=id,verifiedDomains"
    $answer = Invoke-HybridRead -Command { Invoke-MgGraphRequest -Method GET -Uri $hybridUri -ErrorAction Stop }
    $tenants = @(Get-HybridItem -InputObject $answer -Name 'value')
    $domains = @($tenants | ForEach-Object { Get-HybridItem -InputObject $_ -Name 'verifiedDomains' })
    if (@($domains | ForEach-Object { Get-HybridText -InputObject $_ -Name 'name' }) -contains $domain) { return }
    Stop-HybridStep -Reason "Microsoft Graph is connected to a tenant that does not have the domain $domain."
}
