# --- The dedicated application by its name ------------------------------------------------------

function Find-HybridApplication([string[]] $Property) {
    <# .SYNOPSIS The application named after this Exchange organisation; without an id when there is none. #>
    $writer = Get-HybridScript -Id 'export-certificate'
    $handOff = Read-HybridHandOff -Name 'certificate.json' -WrittenBy $writer
    $guid = ConvertTo-HybridGuid -Text (Get-HybridText -InputObject $handOff -Name 'organization_guid')
    if ($guid -eq '') { Stop-HybridStep -Reason "handoff/certificate.json names no Exchange organisation. Run $writer again." }
    $name = "ExchangeServerApp-$guid"
    $found = @(Read-HybridGraph -Path 'applications' -Filter "displayName eq '$name'" -Property $Property)
    if ($found.Count -gt 1) {
        $texts = @($found | Select-HybridProperty -Text 'appId', 'id')
        $ids = @($texts | ForEach-Object { "appId $($_.appId) (object $($_.id))" }) -join ', '
        $said = "$($found.Count) applications have the name ${name}: $ids. Exchange finds its application by that name."
        $mend = 'Keep the one whose appId the AuthServer names (Get-AuthServer), delete or rename the others'
        Stop-HybridStep -Reason "$said $mend, and run this script again."
    }
    $first = $found | Select-Object -First 1
    $application = Select-HybridProperty -InputObject $first -Text 'id', 'appId', 'signInAudience'
    $application | Add-Member -PassThru -NotePropertyMembers @{ Name = $name; Guid = $guid }
}
