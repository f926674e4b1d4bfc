# --- Exchange servers --------------------------------------------------------------------------

function Get-HybridLocalName {
    <# .SYNOPSIS The name of this computer, without its domain. #>
    return (@("$env:COMPUTERNAME", [System.Environment]::MachineName -ne '')[0] -split '\.')[0]
}

function Test-HybridSameServer([string] $Name, [string] $Other) {
    <# .SYNOPSIS Tells whether two server names, short or fully qualified, mean the same computer. #>
    return (($Name -split '\.')[0] -ne '' -and ($Name -split '\.')[0] -eq ($Other -split '\.')[0])
}

function Test-HybridEdge([object] $Server) {
    <# .SYNOPSIS Tells whether a server is an Edge Transport server, which has no part in OAuth. #>
    return (Test-HybridPattern -Text (Get-HybridText -InputObject $Server -Name 'ServerRole') -Pattern 'Edge')
}

function ConvertTo-HybridBuild([string] $Text) {
    <# .SYNOPSIS A build as four numbers, from "15.02.1544.025" or "Version 15.2 (Build 1544.4)"; else null. #>
    $match = [regex]::Match($Text, '([0-9]{1,5})\.([0-9]{1,5})(?:\.| \(Build )([0-9]{1,5})\.([0-9]{1,5})')
    if (-not $match.Success) { return $null }
    $numbers = @(1..4 | ForEach-Object { [int] $match.Groups[$_].Value })
    # The directory writes the build number with 30000 added; some shells show it like that.
    if ($numbers[2] -ge 30000) { $numbers[2] = $numbers[2] - 30000 }
    return (New-Object -TypeName System.Version -ArgumentList $numbers)
}

function Get-HybridLocalBuild {
    <# .SYNOPSIS The build of this computer with its hotfix level, as ExSetup.exe says it; null without one. #>
    $find = @{ Name = 'ExSetup.exe'; CommandType = 'Application'; ErrorAction = 'SilentlyContinue' }
    $paths = @(Get-Command @find | ForEach-Object { $_.Path })
    $installed = "$env:ExchangeInstallPath"
    if ($installed -ne '') { $paths += [System.IO.Path]::Combine($installed, 'Bin', 'ExSetup.exe') }
    $path = $paths | Where-Object { [System.IO.File]::Exists($_) } | Select-Object -First 1
    if ($null -eq $path) { return $null }
    return (ConvertTo-HybridBuild -Text "$([System.Diagnostics.FileVersionInfo]::GetVersionInfo($path).ProductVersion)")
}

function Add-HybridSilent([string] $Server, [string] $Reason) {
    <# .SYNOPSIS Keeps that a server did not answer: unknown, said again at the end, never a reason to stop. #>
    if ($script:HybridRun.Silent -contains $Server) { return }
    $script:HybridRun.Silent += $Server
    Add-HybridFinding -Check 'server' -Subject $Server -Unknown "The server $Server does not answer: $Reason"
}

function Read-HybridEachServer([string] $Kind, [object] $Server, [scriptblock] $Ask, [switch] $Other) {
    <# .SYNOPSIS Reads a kind from each server but Edge; Ask takes the server's name. Other: not from this one. #>
    foreach ($hybridServer in @($Server.Objects | Where-Object { -not (Test-HybridEdge -Server $_) })) {
        $hybridName = Get-HybridText -InputObject $hybridServer -Name 'Name'
        if ($Other -and (Test-HybridSameServer -Name $hybridName -Other (Get-HybridLocalName))) { continue }
        Read-HybridKind -Kind $Kind -Key $hybridName -Command { & $Ask $hybridName }
    }
}
