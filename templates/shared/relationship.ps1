# --- Organization relationships -----------------------------------------------------------------

function Get-HybridWinner([string[]] $Domain) {
    <# .SYNOPSIS The names of the enabled connectors that hold the domains: they win over a relationship. #>
    Read-HybridOnce -Mark 'IntraOrganizationConnector' -Command {
        Invoke-HybridRead -Command { Get-IntraOrganizationConnector -ErrorAction Stop }
    } | Select-HybridProperty -Text 'Name' -Flag 'Enabled' -List 'TargetAddressDomains' |
        Where-Object { $_.Enabled -and (Test-HybridContains -List $_.TargetAddressDomains -Text $Domain) } |
        ForEach-Object { $_.Name }
}

function Get-HybridRelationship([string[]] $Domain) {
    <# .SYNOPSIS The organization relationships that hold the domains, with Name, Enabled and DomainNames. #>
    Read-HybridOnce -Mark 'OrganizationRelationship' -Command {
        Invoke-HybridRead -Command { Get-OrganizationRelationship -ErrorAction Stop }
    } | Select-HybridProperty -Text 'Name', 'Enabled' -List 'DomainNames' |
        Where-Object { Test-HybridContains -List $_.DomainNames -Text $Domain }
}

function Assert-HybridWhole([object[]] $Result, [string] $Name) {
    <# .SYNOPSIS Judges what Test-OrganizationRelationship returned: results with a Status, or lines of text. #>
    # What it returns is not documented; only what it calls an error counts as one.
    $texts = @(foreach ($item in @($Result | Where-Object { $null -ne $_ })) {
            $read = $item | Select-HybridProperty -Text 'Status', 'Id', 'Description'
            if ($item -is [string] -and $item -match 'RESULT:\s*Error') { $item.Trim() }
            elseif ($item -isnot [string] -and $read.Status -eq 'Error') { "$($read.Id): $($read.Description)" }
        })
    if ($texts.Count -eq 0) {
        Write-HybridMessage -Text "Success: no error was found in the relationship $Name. That is its configuration; look yourself whether free/busy times show."
        return
    }
    $script:HybridRun.TestFailed = $true
    Test-HybridSide
    throw "The test of the relationship $Name found errors. $($texts -join ' ')"
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
            Stop-HybridStep -Reason "The relationship stays: calls with OAuth do not work. $(Get-HybridErrorText -ErrorRecord $_)"
        }
    }
}
