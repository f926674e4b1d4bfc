# --- Organization relationships -----------------------------------------------------------------

function Get-HybridWinner([string[]] $Domain) {
    <# .SYNOPSIS The names of the enabled connectors that hold the domains: they win over a relationship. #>
    @(Read-HybridOnce -Mark 'IntraOrganizationConnector' -Command { Invoke-HybridRead -Command { Get-IntraOrganizationConnector -ErrorAction Stop } } | Where-Object {
            (Test-HybridTrue -InputObject $_ -Name 'Enabled') -and (Test-HybridContains -List (Get-HybridList -InputObject $_ -Name 'TargetAddressDomains') -Text $Domain)
        } | ForEach-Object { Get-HybridText -InputObject $_ -Name 'Name' })
}

function Get-HybridRelationship([string[]] $Domain) {
    <# .SYNOPSIS The organization relationships that hold the domains. #>
    @(Read-HybridOnce -Mark 'OrganizationRelationship' -Command { Invoke-HybridRead -Command { Get-OrganizationRelationship -ErrorAction Stop } } | Where-Object {
            Test-HybridContains -List (Get-HybridList -InputObject $_ -Name 'DomainNames') -Text $Domain
        })
}

function Assert-HybridWhole([object[]] $Result, [string] $Name) {
    <# .SYNOPSIS Judges what Test-OrganizationRelationship returned: results with a Status, or lines of text. #>
    # What it returns is not documented; only what it calls an error counts as one.
    $texts = @(foreach ($item in @($Result | Where-Object { $null -ne $_ })) {
            if ($item -is [string]) { if ($item -match 'RESULT:\s*Error') { $item.Trim() }; continue }
            if ((Get-HybridText -InputObject $item -Name 'Status') -eq 'Error') { '{0}: {1}' -f (Get-HybridText -InputObject $item -Name 'Id'), (Get-HybridText -InputObject $item -Name 'Description') }
        })
    if ($texts.Count -eq 0) {
        Write-HybridMessage -Text ('Success: no error was found in the relationship {0}. That is its configuration; look yourself whether free/busy times show.' -f $Name)
        return
    }
    $script:HybridRun.TestFailed = $true
    Test-HybridSide
    throw ('The test of the relationship {0} found errors. {1}' -f $Name, ($texts -join ' '))
}

function Assert-HybridCall([string[]] $TargetUri, [scriptblock] $Ask) {
    <# .SYNOPSIS Stops unless OAuth does the calls for which a relationship was made. Ask tests one address. #>
    foreach ($hybridUri in $TargetUri) {
        try {
            $result = @(Invoke-HybridRead -Command { & $Ask $hybridUri })
            Assert-HybridSuccess -Result $result -TargetUri $hybridUri
        } catch {
            if (-not $script:HybridRun.TestFailed) { throw }
            # While calls with OAuth fail, the relationship is the way back.
            Stop-HybridStep -Reason ('The relationship stays: calls with OAuth do not work. {0} Nothing was changed.' -f (Get-HybridErrorText -ErrorRecord $_))
        }
    }
}
