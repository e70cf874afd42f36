import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";

const STUDENTS = [
    "Фамилия;Имя;Отчество;Группа;Приказ о зачислении;Дата приказа",
    "Алёхин;Пётр;Ильич;kИС-2023;1-к;20.08.2023",
    "Без;Группы;Ивановна;;1-к;20.08.2023",
].join("\n");

/** The administrator uploads a list, looks through the preview and imports it. */
registry.category("web_tour.tours").add("ej_import_tour", {
    steps: () => [
        {
            content: "Choose a file",
            trigger: ".o_field_many2many_binary",
            async run() {
                const file = new File([STUDENTS], "list.csv", { type: "text/csv" });
                await inputFiles(".o_field_many2many_binary input[type=file]", [file]);
            },
        },
        {
            trigger: ".o_attachment:contains(list.csv) .fa-check",
        },
        {
            content: "Read it",
            trigger: "button[name=action_read]",
            run: "click",
        },
        {
            content: "The group and the student are told",
            trigger: ".o_field_widget[name=summary] table tbody tr",
        },
        {
            content: "The faults, worst first",
            trigger: ".o_notebook .nav-link[name=faults]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=fault_ids] tr.o_data_row:first.text-danger",
        },
        {
            content: "Import",
            trigger: "button[name=action_apply]",
            run: "click",
        },
        {
            trigger: ".modal .btn-primary",
            run: "click",
        },
        {
            trigger: ".alert-success .o_field_widget[name=applied_at]",
        },
    ],
});
