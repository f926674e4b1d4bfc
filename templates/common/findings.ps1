# --- What a check found ------------------------------------------------------------------------

function Add-HybridFinding {
    <# .SYNOPSIS Says what a check found and keeps it for the result and the evidence. #>
    [CmdletBinding()] param(
        [string] $Check, [string] $Subject, [ValidateSet('good', 'warning', 'blocks', 'unknown')] [string] $Level,
        [string] $Text
    )
    $line = Protect-HybridText -Text $Text
    $script:HybridRun.Findings.Add([pscustomobject] [ordered] @{ check = $Check; subject = $Subject; level = $Level; text = $line })
    switch ($Level) {
        'good' { Write-HybridMessage -Text ('Good: {0}' -f $line) }
        'unknown' { Write-HybridMessage -Text ('Unknown: {0}' -f $line) }
        'warning' { Write-HybridMessage -Warning -Text $line }
        'blocks' { Write-HybridMessage -Warning -Text ('This blocks: {0}' -f $line) }
    }
}

function Get-HybridFinding {
    <# .SYNOPSIS The findings of one level, in the order in which they were made. #>
    [CmdletBinding()] param([string] $Level)
    @($script:HybridRun.Findings | Where-Object -FilterScript { $_.level -eq $Level })
}
