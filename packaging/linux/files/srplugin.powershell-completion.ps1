# PowerShell completion for srplugin: the program itself knows what may follow.
Register-ArgumentCompleter -Native -CommandName srplugin -ScriptBlock {
    param($word, $command, $cursor)
    $line = $command.ToString().PadRight($cursor)
    srplugin "[suggest:$cursor]" $line 2>$null | Where-Object { $_ -like "$word*" } |
        ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
