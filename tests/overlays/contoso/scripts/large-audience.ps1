function Get-StepState {
    <# .SYNOPSIS Reads the configuration of the organisation. #>
    [CmdletBinding()] param()
    Invoke-HybridRead -Command { Get-OrganizationConfig -ErrorAction Stop }
}

function New-OwnChange {
    <# .SYNOPSIS One change of the threshold. #>
    [CmdletBinding()] param([string] $Key, [string] $Before, [string] $After)
    $change = @{
        Kind = 'OrganizationConfig'; Key = $Key; Property = 'MailTipsLargeAudienceThreshold'
        Before = $Before; After = $After; ArgumentList = @([int] $After)
        Text = 'set MailTipsLargeAudienceThreshold from {0} to {1}' -f $Before, $After
    }
    New-HybridChange @change -Command {
        param([int] $Value)
        Set-OrganizationConfig -MailTipsLargeAudienceThreshold $Value -ErrorAction Stop
    }
}

function Get-StepChange {
    <# .SYNOPSIS Compares what was read with what is wanted. #>
    [CmdletBinding()] param([object] $State)
    $is = Get-HybridText -InputObject $State -Name 'MailTipsLargeAudienceThreshold'
    if ($is -eq '50') { return }
    New-OwnChange -Key 'Exchange Online' -Before $is -After '50'
}

function Get-StepUndo {
    <# .SYNOPSIS Compares what was read with the record. #>
    [CmdletBinding()] param([object] $State, [object[]] $Record)
    $is = Get-HybridText -InputObject $State -Name 'MailTipsLargeAudienceThreshold'
    $recorded = @{ Record = $Record; Kind = 'OrganizationConfig'; Property = 'MailTipsLargeAudienceThreshold' }
    foreach ($original in @(Get-HybridOriginal @recorded)) {
        if (-not (Test-HybridRestorable -Original $original -Current $is)) { continue }
        New-OwnChange -Key $original.Key -Before $is -After $original.Before
    }
}
