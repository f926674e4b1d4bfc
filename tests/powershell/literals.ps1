param([string] $Folder)
# Every single-quoted string, and every expression in parentheses that joins such strings and characters,
# evaluated from the syntax tree: nothing of the scripts is run.
function Read-Part {
    param($Ast)
    if ($Ast -is [System.Management.Automation.Language.ParenExpressionAst]) {
        $elements = $Ast.Pipeline.PipelineElements
        if ($elements.Count -ne 1 -or $elements[0] -isnot [System.Management.Automation.Language.CommandExpressionAst]) { return $null }
        return (Read-Part -Ast $elements[0].Expression)
    }
    if ($Ast -is [System.Management.Automation.Language.BinaryExpressionAst] -and $Ast.Operator -eq 'Plus') {
        $left = Read-Part -Ast $Ast.Left
        $right = Read-Part -Ast $Ast.Right
        if ($null -eq $left -or $null -eq $right) { return $null }
        return ($left + $right)
    }
    if ($Ast -is [System.Management.Automation.Language.StringConstantExpressionAst] -and $Ast.StringConstantType -eq 'SingleQuoted') { return $Ast.Value }
    if ($Ast -is [System.Management.Automation.Language.ConvertExpressionAst] -and $Ast.Type.TypeName.FullName -eq 'char') { return [string] [char] $Ast.Child.Value }
    return $null
}
$files = Get-ChildItem -Path $Folder -Recurse -Filter '*.ps1' | ForEach-Object { $_.FullName.Substring($Folder.Length + 1).Replace('\', '/') }
$names = [string[]] $files
[System.Array]::Sort($names, [System.StringComparer]::Ordinal)
foreach ($name in $names) {
    $name
    $tokens = $null
    $faults = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseFile([System.IO.Path]::Combine($Folder, $name), [ref] $tokens, [ref] $faults)
    $all = $tree.FindAll({
            $args[0] -is [System.Management.Automation.Language.ParenExpressionAst] -or
            ($args[0] -is [System.Management.Automation.Language.StringConstantExpressionAst] -and $args[0].StringConstantType -eq 'SingleQuoted')
        }, $true) | Sort-Object -Property @{ Expression = { $_.Extent.StartOffset } }, @{ Expression = { $_.Extent.EndOffset }; Descending = $true }
    $end = 0
    foreach ($ast in $all) {
        if ($ast.Extent.StartOffset -lt $end) { continue }
        if ($ast -is [System.Management.Automation.Language.ParenExpressionAst] -and $ast.Extent.Text -notmatch "^\(\s*'") { continue }
        $value = Read-Part -Ast $ast
        if ($null -eq $value) { continue }
        $end = $ast.Extent.EndOffset
        '=' + (-join ($value.ToCharArray() | ForEach-Object { ([int] $_).ToString('X4') }))
    }
}
